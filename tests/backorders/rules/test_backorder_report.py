"""Periods, ages, days waited and the fill rate of Reports > Backorders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.backorder_report import AGES, Period, PeriodKind, age_of, days_at, fill_rate, periods

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_weeks_begin_on_monday_and_months_on_the_first_and_the_ends_may_be_parts() -> None:
    first, last = date(2026, 10, 29), date(2026, 11, 10)
    assert list(periods(first, last, PeriodKind.WEEK)) == [
        Period(first, date(2026, 11, 1)),
        Period(date(2026, 11, 2), date(2026, 11, 8)),
        Period(date(2026, 11, 9), last),
    ]
    assert list(periods(first, last, PeriodKind.MONTH)) == [
        Period(first, date(2026, 10, 31)),
        Period(date(2026, 11, 1), last),
    ]


@given(days, st.integers(0, 90), st.sampled_from(PeriodKind))
def test_periods_hold_every_day_once(first: date, more: int, kind: PeriodKind) -> None:
    found = list(periods(first, first + timedelta(days=more), kind))
    held = [
        each.first + timedelta(days=number) for each in found for number in range((each.last - each.first).days + 1)
    ]
    assert held == [first + timedelta(days=number) for number in range(more + 1)]
    assert all(kind.first_of(each.first) == kind.first_of(each.last) for each in found)


@pytest.mark.parametrize(
    ("waited", "least", "most"), [(0, 0, 7), (7, 0, 7), (8, 8, 14), (15, 15, 30), (60, 31, 60), (61, 61, None)]
)
def test_each_day_is_of_one_age(waited: int, least: int, most: int | None) -> None:
    age = age_of(waited)
    assert (age.least, age.most) == (least, most)
    assert age in AGES


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), max_size=8), st.sampled_from(("0.5", "0.9")))
def test_days_waited_are_those_of_units_laid_out_one_by_one(waited: list[tuple[int, int]], share: str) -> None:
    laid = sorted(each for each, units in waited for _ in range(units))
    place = -(-int(Decimal(share) * 10) * len(laid) // 10)
    expected = laid[place - 1] if laid else None
    assert days_at([(each, Decimal(units)) for each, units in waited], Decimal(share)) == expected


def test_the_fill_rate_is_of_what_was_ordered() -> None:
    assert (
        fill_rate(Decimal(3), Decimal(1)),
        fill_rate(Decimal(4), Decimal(0)),
        fill_rate(Decimal(0), Decimal(0)),
    ) == (
        Decimal("66.7"),
        Decimal(100),
        None,
    )
