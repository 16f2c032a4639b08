"""The states of an order, and which may follow which (docs/rules.md#orders-14).

A backordered order keeps its status: Processing (the guide).
"""

from enum import StrEnum
from functools import cached_property


class OrderStatus(StrEnum):
    """Where an order stands, with the reference's codes."""

    PENDING_PAYMENT = "pending_payment"
    PROCESSING = "processing"
    ON_HOLD = "holded"
    COMPLETE = "complete"
    CLOSED = "closed"
    CANCELED = "canceled"

    @cached_property
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
# Units of these may be invoiced, shipped and delivered: they are neither finished nor on hold.
GOING_ON = OPEN - {OrderStatus.ON_HOLD}
# As in the reference: orders that are not finished.
HOLDABLE = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING})
# Money that moves at the provider holds an order that is shipped already, too.
HELD_FROM = HOLDABLE | {OrderStatus.COMPLETE}


# {status: those that an order may go to from it}.
MAY_BECOME: dict[OrderStatus, frozenset[OrderStatus]] = {
    # Complete at once: everything was virtual, and delivered when it was paid for.
    OrderStatus.PENDING_PAYMENT: frozenset(
        {OrderStatus.PROCESSING, OrderStatus.ON_HOLD, OrderStatus.COMPLETE, OrderStatus.CANCELED}
    ),
    OrderStatus.PROCESSING: frozenset(
        {OrderStatus.ON_HOLD, OrderStatus.COMPLETE, OrderStatus.CLOSED, OrderStatus.CANCELED}
    ),
    # Back to where it was; a payment that is refused or never comes cancels a held order too.
    OrderStatus.ON_HOLD: HELD_FROM,
    # Processed again: a parcel was undone that had not been handed over. Of a closed order, units that nobody had paid for.
    OrderStatus.COMPLETE: frozenset({OrderStatus.CLOSED, OrderStatus.PROCESSING}),
    OrderStatus.CLOSED: frozenset({OrderStatus.PROCESSING}),
    # A payment that arrives late reopens the order (C28).
    OrderStatus.CANCELED: frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETE}),
}
