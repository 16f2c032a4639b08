"""One order: what to tell somebody whose page is older than the order, and the settings that it is read with."""

from django.utils.timezone import localtime

from backorders.models import EventKind, Order
from catalog.models import ConfigurationValue
from catalog.queries.history import name_then, staff_name
from catalog.rules.in_force import Configuration
from catalog.words.moment import LATELY

CHANGED = "The order has changed since this page was opened."
LOOK_AGAIN = "Please look at it again."


def changed_words(order: Order) -> str:
    """Say that `order` changed meanwhile, and what happened to it last, by whom and when. One query."""
    # A comment and a handing over change nothing of the order.
    happened = order.events.exclude(kind__in=(EventKind.COMMENTED, EventKind.HANDED_OVER))
    event = happened.annotate(name_then=name_then("by", "at")).select_related("by").order_by("-at", "-pk").first()
    if event is None:
        return f"{CHANGED} {LOOK_AGAIN}"
    who = "" if event.by is None else f"{staff_name(event.by, then=event.name_then)}, "
    return f"{CHANGED} Last ({who}{localtime(event.at):{LATELY}}): {event.text} {LOOK_AGAIN}"


def stale_words(order: Order, revision: int | None) -> str:
    """Return that `order` has changed since a page showed this `revision` of it, and what happened last; empty when it has not.

    None: no page was shown, nothing is asked. Call it under the order's lock to act on it. One query, where it has changed.
    """
    return "" if revision is None or revision == order.revision else changed_words(order)


def order_configuration(order: Order) -> Configuration:
    """Return the configuration as the store view sees it where `order` was placed, else its website. One or two queries."""
    return ConfigurationValue.objects.in_force(website=order.website, store_view=order.store_view)
