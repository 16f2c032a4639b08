"""A parcel is marked as handed over: one piece for the click, the scan, the ticks of a list and the first tracking number."""

from datetime import datetime

from django.contrib.auth.models import User

from backorders.models import EventKind, OrderEvent, Shipment
from backorders.queries.locks import LockedOrder
from backorders.words.handover import handed_over_words


def mark_handed_over(
    order: LockedOrder, shipment: Shipment, *, by: User | None, now: datetime, is_by_number: bool = False
) -> None:
    """Mark the shipment, read under the order's lock, and note it in the order's history; one that is marked stays as it is."""
    if shipment.handed_over_at is not None:
        return
    shipment.handed_over_at, shipment.handed_over_by = now, by
    shipment.save(update_fields=("handed_over_at", "handed_over_by"))
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.HANDED_OVER,
        text=handed_over_words(shipment.number, is_by_number=is_by_number),
        key=f"handed_over:{shipment.pk}",
        at=now,
        by=by,
    )
