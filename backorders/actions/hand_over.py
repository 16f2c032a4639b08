"""A parcel is handed over to its carrier: from then on it cannot be undone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.handover import mark_handed_over
from backorders.models import Shipment
from backorders.queries.locks import locked_order
from backorders.words.handover import why_not_handed_over
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
    mark_handed_over(order, current, by=by, now=now)
    return current
