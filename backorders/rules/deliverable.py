"""How many virtual units of an order line can be delivered."""

from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


def undelivered(line: LineProgress) -> Decimal:
    """Return the units of a virtual line that were paid for, and neither delivered nor given up."""
    return max(min(line.invoiced - line.shipped - line.released, line.open), ZERO)
