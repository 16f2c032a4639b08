"""One order: the mark of what a page showed of it, and who changed it meanwhile.

What an order's quantities were when a page was made.
What to tell somebody whose page of an order is older than the order.
The settings that an order is read with.
"""

from hashlib import sha256

from django.utils.timezone import localtime

from backorders.models import Order
from catalog.models import ConfigurationValue
from catalog.queries.history import name_then, staff_name
from catalog.rules.configuration_in_force import Configuration


def order_mark(order: Order) -> str:
    """Return a mark that differs when the order's status or any quantity of its lines does. One query."""
    quantities = order.lines.order_by("pk").values_list(
        "pk", "unit_price", "ordered", "invoiced", "shipped", "canceled", "refunded", "released"
    )
    return sha256(repr((order.status, list(quantities))).encode()).hexdigest()[:32]


CHANGED = "The order has changed since this page was opened."


def changed_words(order: Order) -> str:
    """Say that `order` changed meanwhile, and what happened to it last, by whom and when. One query."""
    event = order.events.annotate(name_then=name_then("by", "at")).select_related("by").order_by("-at", "-pk").first()
    if event is None:
        return f"{CHANGED} Please look at it again."
    who = "" if event.by is None else f"{staff_name(event.by, then=event.name_then)}, "
    return f"{CHANGED} Last ({who}{localtime(event.at):%b %-d, %H:%M}): {event.text} Please look at it again."


def order_configuration(order: Order) -> Configuration:
    """Return the configuration as the store view sees it where `order` was placed, else its website. One or two queries."""
    return ConfigurationValue.objects.in_force(website=order.website, store_view=order.store_view)
