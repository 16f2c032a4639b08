"""Order statuses. A backordered order keeps its status: Processing (the guide)."""

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
