"""Tracking numbers of a shipment are added and removed; the history of its order says so."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.tracking import keep_numbers, why_unfit
from backorders.models import EventKind, OrderEvent, Shipment
from backorders.queries.locks import LockedOrder, locked_order
from backorders.rules.tracking_number import Tracking
from backorders.words.handover import why_not_tracked
from backorders.words.tracking_number import NONE_TYPED, noted_words, tracking_words
from catalog.words.refusal import Refused


class CannotTrack(Refused):
    """Nothing was added."""


@transaction.atomic
def add_tracking(*, shipment: Shipment, tracking: Tracking, by: User | None, now: datetime) -> Shipment:
    """Add a tracking number to `shipment`; one that it has already is added no second time. Raises `CannotTrack`."""
    if tracking.is_blank:
        raise CannotTrack(NONE_TYPED)
    if problems := why_unfit([tracking]):
        raise CannotTrack(*problems)
    order = locked_order(shipment.order_id)
    current = Shipment.objects.get(pk=shipment.pk, order=order)
    if current.undone_at is not None:
        raise CannotTrack(why_not_tracked(current.number))
    known = [each.as_typed() for each in current.tracking_numbers.all()]
    if (tracking.carrier, tracking.number) in {(each.carrier, each.number) for each in known}:
        return current
    if problems := why_unfit([*known, tracking]):
        raise CannotTrack(*problems)
    handed_over = keep_numbers(order, current, [tracking], by=by, now=now)
    said = noted_words(current.number, tracking_words(tracking), "added")
    _note(order, " ".join(filter(None, (said, handed_over))), by=by, now=now)
    return current


@transaction.atomic
def remove_tracking(*, shipment: Shipment, number: int, by: User | None, now: datetime) -> Shipment:
    """Remove the tracking number with the id `number` from `shipment`; nothing happens when it is not there any more.

    What counted as handed over by it stays so.
    """
    order = locked_order(shipment.order_id)
    current = Shipment.objects.get(pk=shipment.pk, order=order)
    found = current.tracking_numbers.filter(pk=number).first()
    if found is not None:
        found.delete()
        _note(order, noted_words(current.number, str(found), "removed"), by=by, now=now)
    return current


def _note(order: LockedOrder, text: str, *, by: User | None, now: datetime) -> None:
    OrderEvent.objects.create(order=order, kind=EventKind.SHIPPED, text=text, at=now, by=by)
