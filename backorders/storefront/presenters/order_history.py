"""What happened to an order, as far as it is the shopper's business."""

from django.db.models import Q, Subquery, Sum
from django.utils.timezone import localtime

from backorders.actions.resend_refund import AGAIN
from backorders.models import EventKind, Order
from catalog.rules.quantity import plain

# In words of their own: an event's text is for staff, and may name sources and people. What is not here is not told.
WORDS = {
    EventKind.PAID: "Payment received",
    EventKind.INVOICED: "Payment received",
    EventKind.REFUSED: "Payment refused",
    EventKind.EXPIRED: "Payment not received in time",
    EventKind.REOPENED: "Order reopened: your payment has arrived",
    EventKind.CANCELLED: "Canceled",
    EventKind.EDITED: "Order changed",
    EventKind.SHIPPED: "Shipped",
    EventKind.REFUNDED: "Refunded",
}


def order_history(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (when, what) of `order`, the first first. A part says how much of the order it was. One query."""
    told = [("Order placed", order.placed_at)]
    # A tracking number or a place on the map, noted later: no parcel has left, and nothing that was bought has changed.
    notes = Q(kind__in=(EventKind.SHIPPED, EventKind.EDITED), key="")
    happened = order.events.filter(kind__in=list(WORDS)).exclude(notes | Q(key__startswith=AGAIN)).order_by("at", "pk")
    ordered = order.lines.order_by().values("order").annotate(units=Sum("ordered")).values("units")
    for kind, at, units, of in happened.annotate(of=Subquery(ordered)).values_list("kind", "at", "units", "of"):
        words = WORDS[EventKind(kind)]
        told.append((words if units is None or units == of else f"{plain(units)} of {plain(of)} {words.lower()}", at))
    dated = ((f"{localtime(at):%b %-d, %Y}", what) for what, at in told)
    # An order paid by card is paid and invoiced in one breath: the same thing on the same day is told once.
    return tuple(dict.fromkeys(dated))
