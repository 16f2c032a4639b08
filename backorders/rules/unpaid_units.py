"""Which units of a parcel nobody has paid for."""

from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO, clamp


def unpaid_units(line: LineProgress, quantity: Decimal) -> Decimal:
    """Return how many of `quantity` units that would leave are not paid for. What is paid for leaves first."""
    paid_and_here = max(line.invoiced - line.released - line.shipped, ZERO)
    return clamp(quantity - paid_and_here, ZERO, quantity)
