"""What a delivery would release."""

from decimal import Decimal

from backorders.rules.queue import Place
from catalog.rules.quantity import ZERO, clamp


def served_by(delivered: Decimal, place: Place, *, on_hand: Decimal) -> Decimal:
    """Return how many owed units of a line `delivered` more units on hand would cover."""
    return clamp(on_hand + delivered - place.before, ZERO, place.open) - place.covered


def released_by(delivered: Decimal, *, on_hand: Decimal, total_open: Decimal) -> Decimal:
    """Return how many owed units `delivered` more units on hand would cover in a queue of `total_open` open units."""
    return clamp(on_hand + delivered, ZERO, total_open) - clamp(on_hand, ZERO, total_open)
