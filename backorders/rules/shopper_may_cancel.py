"""Whether shoppers may cancel their own order."""

from collections.abc import Iterable

from backorders.rules.cancellable import cancellable
from backorders.rules.order_progress import LineProgress
from backorders.rules.order_status import OrderStatus
from backorders.rules.order_transitions import may_become


def shopper_may_cancel(status: OrderStatus, lines: Iterable[LineProgress], *, is_offline: bool) -> bool:
    """Return whether the shopper may cancel the whole rest of the order.

    Only while nothing has been shipped or delivered, and everything that is open can be cancelled: an offline order that was
    invoiced wants a credit memo, which is for staff. An order on hold is in their hands too.
    """
    every = tuple(lines)
    return (
        may_become(status, OrderStatus.CANCELED)
        and any(line.open for line in every)
        and all(not line.shipped and cancellable(line, is_offline=is_offline) == line.open for line in every)
    )
