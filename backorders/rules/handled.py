"""How far an order has come, as one number: another number means that somebody changed it."""

from collections.abc import Iterable
from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


def handled(lines: Iterable[LineProgress]) -> Decimal:
    """Return all quantities of all lines added up; invoicing, shipping, cancelling and refunding each make it grow."""
    return sum(
        (
            line.ordered + line.invoiced + line.shipped + line.cancelled + line.refunded + line.released
            for line in lines
        ),
        ZERO,
    )
