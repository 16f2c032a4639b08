"""The grid of shipments: what its rows show beside their columns, what is searched, and how a shipment stands."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from backorders.models import Shipment, SourceMovement, TrackingNumber
from backorders.queries.tracking_number import with_tracking
from catalog.models.fields import QuantityField
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
    """Return those of the shipments that have each of the `words` in a number, a name or an address."""
    found = shipments
    for word in words.split():
        tracked = TrackingNumber.objects.filter(shipment=OuterRef("pk"), number__icontains=word)
        named = Q(order__number__icontains=word) | Q(order__customer_name__icontains=word)
        is_id = word.isascii() and word.isdecimal() and len(word.lstrip("0")) in range(1, 19)
        own = Q(pk=int(word)) if is_id else Q()
        found = found.filter(named | Q(order__email__icontains=word) | Q(Exists(tracked)) | own)
    return found
