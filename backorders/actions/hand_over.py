"""A parcel is handed over to its carrier: from then on it cannot be undone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.models import EventKind, OrderEvent, Shipment
from backorders.queries.locks import locked_order
from backorders.words.handover import handed_over_words, why_not_handed_over
from catalog.words.refusal import Refused


class CannotHandOver(Refused):
    """The parcel was undone; nothing changed."""


@transaction.atomic
def hand_over(*, shipment: Shipment, by: User | None, now: datetime) -> Shipment:
    """Mark `shipment` as handed over, and note it in the history of its order; one that is marked stays as it is.

    Raises `CannotHandOver`.
    """
    order = locked_order(shipment.order_id)
    current = Shipment.objects.get(pk=shipment.pk, order=order)
    if current.undone_at is not None:
        raise CannotHandOver(why_not_handed_over(current.number))
    if current.handed_over_at is not None:
        return current
    current.handed_over_at, current.handed_over_by = now, by
    current.save(update_fields=("handed_over_at", "handed_over_by"))
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.HANDED_OVER,
        text=handed_over_words(current.number),
        key=f"handed_over:{current.pk}",
        at=now,
        by=by,
    )
    return current
