"""The states of an order, and which may follow which (docs/rules.md#orders-14).

A backordered order keeps its status: Processing (the guide).
"""

from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order stands, with the reference's codes."""

    PENDING_PAYMENT = "pending_payment"
    PROCESSING = "processing"
    ON_HOLD = "holded"
    COMPLETE = "complete"
    CLOSED = "closed"
    CANCELED = "canceled"

    @property
    def label(self) -> str:
        """The status in the merchant's words."""
        return LABELS[self]


LABELS = {
    OrderStatus.PENDING_PAYMENT: "Pending Payment",
    OrderStatus.PROCESSING: "Processing",
    OrderStatus.ON_HOLD: "On Hold",
    OrderStatus.COMPLETE: "Complete",
    OrderStatus.CLOSED: "Closed",
    OrderStatus.CANCELED: "Canceled",
}
OPEN = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING, OrderStatus.ON_HOLD})
# As in the reference: orders that are not finished.
HOLDABLE = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING})
# Money that moves at the provider holds an order that is shipped already, too.
HELD_FROM = HOLDABLE | {OrderStatus.COMPLETE}


ALLOWED: dict[OrderStatus, frozenset[OrderStatus]] = {
    # Complete at once: everything was virtual, and delivered when it was paid for.
    OrderStatus.PENDING_PAYMENT: frozenset(
        {OrderStatus.PROCESSING, OrderStatus.ON_HOLD, OrderStatus.COMPLETE, OrderStatus.CANCELED}
    ),
    OrderStatus.PROCESSING: frozenset(
        {OrderStatus.ON_HOLD, OrderStatus.COMPLETE, OrderStatus.CLOSED, OrderStatus.CANCELED}
    ),
    # Back to where it was; a payment that is refused or never comes cancels a held order too.
    OrderStatus.ON_HOLD: HELD_FROM,
    OrderStatus.COMPLETE: frozenset({OrderStatus.CLOSED}),
    OrderStatus.CLOSED: frozenset(),
    # A payment that arrives late reopens the order (C28).
    OrderStatus.CANCELED: frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETE}),
}


def may_become(now: OrderStatus, then: OrderStatus) -> bool:
    """Return whether an order may go from status `now` to `then`."""
    return then in ALLOWED[now]


def goes_on(status: OrderStatus) -> bool:
    """Return whether units of the order may be invoiced, shipped and delivered: it is neither finished nor on hold."""
    return status in OPEN and status is not OrderStatus.ON_HOLD
