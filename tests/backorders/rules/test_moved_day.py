"""Who is told that his day has moved: of a later day by more than so many days, and not while the delivery may lie at the door."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.moved_day import Told, is_told, told_of_all

WAS = date(2026, 12, 3)
days = st.integers(-9, 9).map(lambda n: WAS + timedelta(days=n))
some_told = st.builds(Told, days, st.booleans())
few = st.integers(0, 5).map(Decimal)
late = st.none() | st.integers(1, 9)


@pytest.mark.parametrize(
    ("later", "days_late", "is_heard"),
    [
        (-4, None, False),
        (0, None, False),
        (3, None, False),
        (4, None, True),
        (None, None, True),
        # Something of it is late: so many days of grace.
        (9, 1, False),
        (9, 3, False),
        (9, 4, True),
        (None, 3, False),
        (None, 4, True),
    ],
)
def test_a_day_that_is_later_by_more_than_three_days(later: int | None, days_late: int | None, is_heard: bool) -> None:
    day = None if later is None else WAS + timedelta(days=later)
    assert is_told(Told(WAS), day, more_than=Decimal(3), days_late=days_late) is is_heard


@given(day=st.none() | days, more_than=few, days_late=late)
def test_who_was_promised_no_day_is_told_of_none(day: date | None, more_than: Decimal, days_late: int | None) -> None:
    assert not is_told(None, day, more_than=more_than, days_late=days_late)


@given(was=some_told, day=days, more_than=few, days_late=late)
def test_who_was_told_is_not_told_again(was: Told, day: date, more_than: Decimal, days_late: int | None) -> None:
    if is_told(was, day, more_than=more_than, days_late=days_late):
        assert not is_told(Told(day), day, more_than=more_than, days_late=days_late)


@given(was=some_told, day=days, later=days, more_than=few, days_late=late)
def test_of_two_days_the_later_one_is_told_when_the_earlier_one_is(
    was: Told, day: date, later: date, more_than: Decimal, days_late: int | None
) -> None:
    if is_told(was, min(day, later), more_than=more_than, days_late=days_late):
        assert is_told(was, max(day, later), more_than=more_than, days_late=days_late)
        assert is_told(was, None, more_than=more_than, days_late=days_late)


@given(told=st.lists(st.none() | some_told, max_size=4))
def test_an_order_that_ships_complete_was_told_its_latest_day(told: list[Told | None]) -> None:
    found = told_of_all(told)
    known = [each for each in told if each is not None]
    assert (found is None) is (not told or None in told)
    assert found is None or (found in known and found.day == max(each.day for each in known))


def test_who_was_told_that_it_is_in_stock_was_told_no_day() -> None:
    assert [each.said for each in (Told(WAS), Told(WAS, is_in_stock=True))] == [WAS, None]
