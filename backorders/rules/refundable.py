"""How much of an order line can be refunded."""

from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


def refundable(line: LineProgress) -> Decimal:
    """Return the units that were paid for and not refunded yet."""
    return max(line.invoiced - line.refunded, ZERO)
