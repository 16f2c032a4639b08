"""Tracking numbers of a shipment are added and removed; the history of its order says so, and the customer is told of new ones."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.shipment_mail import notify_numbers
from backorders.actions.steps.tracking import keep_numbers, why_unfit
from backorders.models import EventKind, OrderEvent, Shipment
from backorders.queries.locks import LockedOrder, locked_order
from backorders.rules.tracking_number import Tracking, new_numbers
from backorders.words.handover import why_not_tracked
from backorders.words.order import LONGEST_EVENT
from backorders.words.tracking_number import NONE_TYPED, all_in_words, noted_words
from catalog.words.refusal import Refused


class CannotTrack(Refused):
    """Nothing was added."""


@transaction.atomic
def add_tracking(
    *, shipment: Shipment, numbers: Sequence[Tracking], by: User | None, now: datetime
) -> tuple[Tracking, ...]:
    """Add the `numbers` to `shipment`, all or none, and return those that it did not have before.

    The customer is told by which numbers the parcel is followed now; of a carrier alone he is not. Raises `CannotTrack`.
    """
    if not numbers or any(each.is_blank for each in numbers):
        raise CannotTrack(NONE_TYPED)
    if problems := why_unfit(numbers):
        raise CannotTrack(*problems)
    order = locked_order(shipment.order_id)
    current = Shipment.objects.select_related("order__website").get(pk=shipment.pk, order=order)
    if current.undone_at is not None:
        raise CannotTrack(why_not_tracked(current.number))
    known = [each.as_typed() for each in current.tracking_numbers.all()]
    added = new_numbers(known, numbers)
    if not added:
        return ()
    if problems := why_unfit([*known, *added]):
        raise CannotTrack(*problems)
    _note(order, noted_words(current.number, all_in_words(added), "added", several=len(added) > 1), by=by, now=now)
    kept = keep_numbers(order, current, added, by=by, now=now)
    first_new = next((each for each in kept if each.number), None)
    if first_new is not None:
        notify_numbers(current, first_new=first_new, now=now)
    return added


@transaction.atomic
def remove_tracking(*, shipment: Shipment, number: int, by: User | None, now: datetime) -> bool:
    """Remove the tracking number with the id `number` from `shipment`; return whether it was there.

    What counted as handed over by it stays so. A mail that has not gone out yet does not name it any more.
    """
    order = locked_order(shipment.order_id)
    current = Shipment.objects.select_related("order__website").get(pk=shipment.pk, order=order)
    found = current.tracking_numbers.filter(pk=number).first()
    if found is None:
        return False
    found.delete()
    _note(order, noted_words(current.number, str(found), "removed"), by=by, now=now)
    notify_numbers(current, first_new=None, now=now)
    return True


def _note(order: LockedOrder, text: str, *, by: User | None, now: datetime) -> None:
    OrderEvent.objects.create(order=order, kind=EventKind.SHIPPED, text=text[:LONGEST_EVENT], at=now, by=by)
