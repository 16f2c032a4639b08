"""Which status may follow which: one table (rules.md, Orders)."""

from backorders.rules.order_status import OrderStatus

ALLOWED: dict[OrderStatus, frozenset[OrderStatus]] = {
    # Complete at once: everything was virtual, and delivered when it was paid for.
    OrderStatus.PENDING_PAYMENT: frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETE, OrderStatus.CANCELED}),
    OrderStatus.PROCESSING: frozenset(
        {OrderStatus.ON_HOLD, OrderStatus.COMPLETE, OrderStatus.CLOSED, OrderStatus.CANCELED}
    ),
    OrderStatus.ON_HOLD: frozenset({OrderStatus.PROCESSING}),
    OrderStatus.COMPLETE: frozenset({OrderStatus.CLOSED}),
    OrderStatus.CLOSED: frozenset(),
    OrderStatus.CANCELED: frozenset(),
}


def may_become(now: OrderStatus, then: OrderStatus) -> bool:
    """Return whether an order may go from status `now` to `then`."""
    return then in ALLOWED[now]
