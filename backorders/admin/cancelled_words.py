"""Who canceled an order, and why, from what happened to it."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from backorders.models import EventKind, Order, OrderEvent
from backorders.rules.through_link import through_link
from catalog.queries.history import staff_name_at

WHY = {
    EventKind.REFUSED: "the shop, because the payment was refused",
    EventKind.EXPIRED: "the shop, because the payment never came",
}
BY_SHOPPER = through_link("Canceled", "").partition(",")[0]


def cancelled_words(order: Order, events: Sequence[OrderEvent]) -> str:
    """Return when and by whom `order` was canceled; empty when it is not. `events` are the order's, the oldest first."""
    if order.cancelled_at is None:
        return ""
    if order.cancelled_by:
        who = staff_name_at(order.cancelled_by, order.cancelled_at)
    else:
        told = [event for event in events if event.kind in {*WHY, EventKind.CANCELLED}]
        who = _who(told[-1]) if told else "the shop"
    return f"Canceled on {localtime(order.cancelled_at):%b %-d, %Y at %H:%M} by {who}."


def _who(event: OrderEvent) -> str:
    if event.kind == EventKind.CANCELLED:
        return "the shopper" if event.text.startswith(BY_SHOPPER) else "the shop"
    return WHY[EventKind(event.kind)]
