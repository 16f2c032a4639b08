"""Whatever the report is asked by, its rows come to the same, and each number to the rows that it leads to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from backorders.actions.cancel_order import cancel_order
from backorders.actions.owed_history import keep_owed_days
from backorders.models import OwedChange, QueuePlace
from backorders.queries.backorder_report import Asked, by_age, by_column, by_period, by_source
from backorders.queries.owed_history import Span, kept_days
from backorders.rules.backorder_report import AGES, Figures, PeriodKind, total
from tests.backorders.owed_weeks import BERLIN, FIRST, Weeks, at, received

pytestmark = pytest.mark.django_db
COLUMNS = (("product_id", "held_product"), ("stock_id", "order__stock_id"), ("website_id", "order__website_id"))


def figures(of: Figures) -> tuple[Any, ...]:
    return of.owed, of.became, of.served, of.canceled, of.ordered, of.owed_when_ordered, of.amounts, dict(of.waited)


@pytest.fixture
def weeks() -> Weeks:
    """Orders of two websites, some of which are served after days, one in part, one given up."""
    weeks = Weeks()
    bag, box = weeks.ordered(weeks.bag, 8, day=0), weeks.ordered(weeks.box, 5, day=1)
    weeks.ordered(weeks.bag, 3, day=2, elsewhere=True)
    weeks.happens(received(weeks.bag, weeks.quay, 2), day=5)
    weeks.happens(lambda now: cancel_order(order=box.order, units={box: Decimal(1)}, by=None, now=now), day=6)
    weeks.happens(received(weeks.box, weeks.quay, 1), day=9)
    weeks.ordered(weeks.box, 2, day=10)
    assert bag.owed_when_placed == 4
    keep_owed_days(now=at(12))
    return weeks


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
def test_rows_of_every_kind_add_up_to_the_same() -> None:
    asked = Asked(FIRST + timedelta(days=2), FIRST + timedelta(days=11))
    told = [figures(total(by_column(asked, *columns).values())) for columns in COLUMNS]
    assert told == [told[0]] * 3
    owed, *flows, amounts, _ = told[0]
    for kind in PeriodKind:
        periods = by_period(asked, kind)
        *_, last = periods.values()
        assert (last.owed, last.amounts) == (owed, amounts)
        together = total(periods.values())
        assert [
            together.became,
            together.served,
            together.canceled,
            together.ordered,
            together.owed_when_ordered,
        ] == flows
        assert dict(together.waited) == told[0][-1]
    for other in (by_age(asked), by_source(asked)):
        assert (total(other.values()).owed, total(other.values()).amounts) == (owed, amounts)
    assert owed == sum(place.owed for place in QueuePlace.objects.all()) > 0


@override_settings(TIME_ZONE=BERLIN)
def test_a_period_begins_with_what_the_one_before_left(weeks: Weeks) -> None:
    asked = Asked(FIRST, FIRST + timedelta(days=11))
    owed = Decimal(0)
    for each in by_period(asked, PeriodKind.DAY).values():
        owed += each.became - each.served - each.canceled
        assert each.owed == owed
    narrowed = by_period(Asked(asked.first, asked.last, website=weeks.website.pk), PeriodKind.MONTH)
    assert [each.became for each in narrowed.values()] == [2, 0]


@override_settings(TIME_ZONE=BERLIN)
def test_days_waited_ages_and_the_fill_rate_are_those_of_their_rows(weeks: Weeks) -> None:
    asked = Asked(FIRST, FIRST + timedelta(days=11))
    found = by_column(asked, "product_id", "held_product")
    bag, box = found[weeks.bag.pk], found[weeks.box.pk]
    # Two of the bag came after five days; one of the box after eight, which is less than what is still owed.
    assert (dict(bag.waited), bag.median_days, dict(box.waited), box.most_days) == ({5: 2}, 5, {8: 1}, 8)
    # 8 and 3 ordered, 4 and 2 of them owed; 5 less the one that was canceled, and 2.
    assert (bag.fill_rate, box.ordered, box.owed_when_ordered) == (Decimal("45.5"), 7, 5)
    ages = by_age(asked)
    assert [ages[age].owed for age in AGES] == [2, 5, 0, 0, 0]


@override_settings(TIME_ZONE=BERLIN)
def test_words_narrow_and_what_is_kept_is_said(weeks: Weeks) -> None:
    asked = Asked(FIRST, FIRST + timedelta(days=11), words=f"{weeks.box.sku} product")
    assert list(by_column(asked, "product_id", "held_product")) == [weeks.box.pk]
    assert kept_days() == Span(FIRST, FIRST + timedelta(days=11))
    OwedChange.objects.all().delete()
    assert by_source(asked) == {}
