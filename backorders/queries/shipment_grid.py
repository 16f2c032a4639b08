"""The grid of shipments: what its rows show beside their columns, what is searched, and how a shipment stands."""

from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from backorders.models import Shipment, SourceMovement, TrackingNumber
from backorders.queries.order_search import NUMBER, orders_by_part
from backorders.queries.tracking_number import with_tracking
from catalog.models.fields import QuantityField, is_id
from catalog.rules.quantity import ZERO

_STANDINGS = {
    "here": Q(handed_over_at=None, undone_at=None),
    "handed_over": Q(handed_over_at__isnull=False),
    "undone": Q(undone_at__isnull=False),
}


def standing_as(chosen: str) -> Q:
    """Return the condition that a shipment is "here", "handed_over" or "undone"."""
    return _STANDINGS[chosen]


def with_facts(shipments: QuerySet[Shipment]) -> QuerySet[Any]:
    """Return the shipments with `all_units`, what lies in each, and their tracking numbers: no query more."""
    key = Concat(Value("shipment:"), Cast(OuterRef("pk"), CharField()))
    moved = SourceMovement.objects.filter(key=key).order_by().values("key").annotate(units=-Sum("quantity"))
    units = Coalesce(Subquery(moved.values("units")), Value(ZERO), output_field=QuantityField())
    return with_tracking(shipments.annotate(all_units=units))


def shipments_found(shipments: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Return those of the shipments whose order is found by each of the `words`, or that have it as a number. One query more.

    The order as on Sales > Orders; a tracking number by any piece of it, a shipment by its whole number, printed or without zeros.
    """
    asked = orders_by_part(words)
    found = Q() if asked or not words.strip() else Q(pk__in=())
    for word, orders in asked:
        tracked = TrackingNumber.objects.filter(number__icontains=word).order_by().values("shipment")
        # Asked beside each other, other than of orders: both are worked out once, and the newest shipments soon fill a page.
        either = Q(order__in=orders) | Q(pk__in=tracked)
        if (number := NUMBER.fullmatch(word)) and is_id(Shipment, number[1]):
            either |= Q(pk=int(number[1]))
        found &= either
    return shipments.filter(found)
