"""Which of an order line's cancelled units had been paid for."""

from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


def captured_part(line: LineProgress, quantity: Decimal) -> Decimal:
    """Return how many of `quantity` units to cancel had been captured, so that their money goes back.

    Units that were not invoiced yet go first: nobody waits for a refund that was not needed. Never more than the line keeps.
    """
    return min(max(quantity - line.to_invoice, ZERO), max(line.invoiced - line.refunded, ZERO))
