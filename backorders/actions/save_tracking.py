"""Add Tracking Number: a parcel's carrier and tracking number, added or corrected after it left."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.models import EventKind, OrderEvent, Shipment
from backorders.queries.locks import locked_order
from catalog.models.fields import refuse_texts


@transaction.atomic
def save_tracking(
    *, shipment: Shipment, carrier: str, tracking_number: str, by: User | None, now: datetime | None = None
) -> Shipment:
    """Store `carrier` and `tracking_number` of `shipment` and note what they were; nothing happens when they are the same.

    Raises `InvalidTextError` for what is too long or cannot be written, with nothing saved.
    """
    refuse_texts(Shipment, {"carrier": carrier, "tracking_number": tracking_number})
    order = locked_order(shipment.order_id)
    current = Shipment.objects.get(pk=shipment.pk, order=order)
    before = _in_words(current)
    if (current.carrier, current.tracking_number) == (carrier, tracking_number):
        return current
    current.carrier, current.tracking_number = carrier, tracking_number
    current.save(update_fields=("carrier", "tracking_number"))
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.SHIPPED,
        text=f"Tracking number of shipment #{current.number}: {_in_words(current)} (before: {before}).",
        at=now or timezone.now(),
        by=by,
    )
    return current


def _in_words(shipment: Shipment) -> str:
    return " ".join(filter(None, (shipment.carrier, shipment.tracking_number))) or "none"
