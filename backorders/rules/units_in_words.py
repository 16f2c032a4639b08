"""Units of several products in one sentence of an order's history."""

from collections.abc import Sequence
from decimal import Decimal

from catalog.rules.quantity import plain

# A history line has at most 1,000 characters, a SKU 64 and the name of a source 255.
NAMED = 8


def units_in_words(units: Sequence[tuple[str, Decimal]]) -> str:
    """Return "3 of BAG, 1.5 of ROPE" for (SKU, quantity) pairs; of many products the first are named and the others counted."""
    named = ", ".join(f"{plain(quantity)} of {sku}" for sku, quantity in units[:NAMED])
    others = len(units) - NAMED
    if others <= 0:
        return named
    return f"{named} and {others} other product{'' if others == 1 else 's'}"
