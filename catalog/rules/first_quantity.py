"""The quantity that a quantity box begins with, and that Add to Cart takes when none was typed."""

from decimal import Decimal

from catalog.rules.availability import Availability
from catalog.rules.quantity import PLACES


def first_quantity(told: Availability) -> Decimal:
    """Return the smallest quantity that can be bought; 1 where any fraction can: nobody means 0.0001 metres."""
    if told.step or told.least > PLACES:
        return told.least
    return Decimal(1) if told.most is None else min(Decimal(1), told.most)
