"""The tracking numbers of shipments, read along with them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from backorders.models import Shipment, TrackingNumber
from backorders.rules.tracking_number import Tracking


def with_tracking(shipments: QuerySet[Shipment]) -> QuerySet[Any]:
    """Return the shipments, each with its numbers, for `tracking_of`: no query more."""
    numbers = TrackingNumber.objects.filter(shipment=OuterRef("pk")).order_by("pk")
    found = numbers.values(row=JSONObject(title="title", carrier="carrier", number="number"))
    return shipments.annotate(tracking_rows=ArraySubquery(found))


def tracking_of(shipment: Any) -> tuple[Tracking, ...]:
    """Return the numbers of one of `with_tracking`, the first one first."""
    return tuple(Tracking(**row) for row in shipment.tracking_rows)
