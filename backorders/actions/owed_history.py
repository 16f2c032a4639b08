"""Keep what each day of the shop changed of what orders are owed, once the day is over."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from backorders.models import OwedChange, OwedDay
from backorders.queries.owed_history import (
    Span,
    beginning,
    every_promised_product,
    first_day,
    found_changes,
    is_over,
    kept_days,
)
from backorders.queries.shelf_history import touched_products
from catalog.queries.database_errors import violated_constraint

# Clocks of a few machines may differ by less: what was begun on a day is written by then, or its transaction is still seen.
SETTLED_AFTER = timedelta(minutes=5)
ROWS_AT_ONCE = 5_000
MOST_DAYS = 400
# The database's name of the rule that a day is kept once.
KEPT_ONCE = "backorders_owedday_pkey"
ONE_DAY = timedelta(days=1)


def keep_owed_days(*, now: datetime) -> int:
    """Keep the days that are over and not kept yet, and return how many they were. Safe to repeat, and to run twice at once.

    All of them or none; `MOST_DAYS` at once, so ask again until it returns 0. A day is over five minutes after midnight by the
    shop's clock, once nobody writes any more what he began on it.
    """
    kept = kept_days()
    first = first_day() if kept is None else kept.last + ONE_DAY
    last = localtime(now - SETTLED_AFTER).date() - ONE_DAY
    if first is None or first > last:
        return 0
    last = min(last, first + (MOST_DAYS - 1) * ONE_DAY)
    if not is_over(beginning(last + ONE_DAY) + SETTLED_AFTER):
        return 0
    try:
        return _kept(Span(first, last), now=now, goes_on=kept is not None)
    except IntegrityError as error:
        if violated_constraint(error) != KEPT_ONCE:
            raise
        # Somebody else kept them meanwhile: the same days, from the same rows.
        return 0


@transaction.atomic
def keep_owed_days_anew(*, now: datetime) -> int:
    """Forget what is kept, and keep every day that was kept before again, from the ledger; return how many they are."""
    first, kept = first_day(), kept_days()
    OwedChange.objects.all().delete()
    OwedDay.objects.all().delete()
    return 0 if first is None or kept is None else _kept(Span(first, kept.last), now=now, goes_on=False)


@transaction.atomic
def _kept(span: Span, *, now: datetime, goes_on: bool) -> int:
    days = [span.first + number * ONE_DAY for number in range((span.last - span.first).days + 1)]
    # First, so that a second one waits here, and finds them kept.
    OwedDay.objects.bulk_create(OwedDay(day=day, kept_at=now) for day in days)
    products = touched_products(span.asked) if goes_on else every_promised_product()
    found = (each.row for each in found_changes(products, span, goes_on=goes_on))
    OwedChange.objects.bulk_create(found, batch_size=ROWS_AT_ONCE)
    return len(days)
