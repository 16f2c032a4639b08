"""Tracking numbers of a parcel are kept; the first one may count as its handing over."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User

from backorders.actions.steps.handover import mark_handed_over
from backorders.models import Shipment, TrackingNumber
from backorders.queries.handover import handover_by
from backorders.queries.locks import LockedOrder
from backorders.rules.handover import is_handed_over_by_number
from backorders.rules.tracking_number import Tracking, tracking_problem
from backorders.words.tracking_number import tracking_problem_words
from catalog.models.fields import text_columns
from catalog.rules.text import text_problems


def why_unfit(numbers: Sequence[Tracking]) -> tuple[str, ...]:
    """Return why these cannot be the numbers of one shipment: what no column holds, else what they are together."""
    columns = text_columns(TrackingNumber)
    texts = ({"title": each.title, "carrier": each.carrier, "number": each.number} for each in numbers)
    if problems := tuple(problem for each in texts for problem in text_problems(columns, each)):
        return problems
    problem = tracking_problem(numbers)
    return () if problem is None else (tracking_problem_words(problem),)


def keep_numbers(
    order: LockedOrder, shipment: Shipment, numbers: Sequence[Tracking], *, by: User | None, now: datetime
) -> list[TrackingNumber]:
    """Keep the `numbers`, judged before, of the shipment, and return their rows; the first one may hand it over."""
    if not numbers:
        return []
    kept = TrackingNumber.objects.bulk_create(
        TrackingNumber(
            shipment=shipment, title=each.title, carrier=each.carrier, number=each.number, added_at=now, added_by=by
        )
        for each in numbers
    )
    known = sum(bool(each.number) for each in numbers)
    if shipment.handed_over_at is None and is_handed_over_by_number(handover_by(order), numbers=known):
        mark_handed_over(order, shipment, by=by, now=now, is_by_number=True)
    return kept
