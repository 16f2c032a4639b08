"""How much of an order line may be cancelled."""

from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


def cancellable(line: LineProgress, *, is_offline: bool) -> Decimal:
    """Return the units that a cancellation gives up.

    Paid online, everything that is still open: its money goes back in the same action. Paid offline, what was invoiced stays
    and wants a credit memo: ordered - max(shipped, invoiced) - cancelled.
    """
    if not is_offline:
        return line.open
    return max(line.ordered - max(line.shipped, line.invoiced) - line.cancelled, ZERO)
