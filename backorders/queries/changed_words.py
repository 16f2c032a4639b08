"""What to tell somebody whose page of an order is older than the order."""

from django.utils.timezone import localtime

from backorders.models import Order
from catalog.queries.history import name_then, staff_name

CHANGED = "The order has changed since this page was opened."


def changed_words(order: Order) -> str:
    """Say that `order` changed meanwhile, and what happened to it last, by whom and when. One query."""
    event = order.events.annotate(name_then=name_then("by", "at")).select_related("by").order_by("-at", "-pk").first()
    if event is None:
        return f"{CHANGED} Please look at it again."
    who = "" if event.by is None else f"{staff_name(event.by, then=event.name_then)}, "
    return f"{CHANGED} Last ({who}{localtime(event.at):%b %-d, %H:%M}): {event.text} Please look at it again."
