"""Whose day moves: each order once, with its latest day, and a mark that says who was looked at."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.moved_day import MovedCustomer, WhoIsTold, all_told

days = st.none() | st.integers(0, 4).map(lambda n: date(2026, 12, 3) + timedelta(days=n))
customers = st.builds(MovedCustomer, st.sampled_from(["1", "2", "3"]), days, days)


@given(answers=st.lists(st.lists(customers, max_size=4).map(tuple).map(WhoIsTold), max_size=3))
def test_each_order_is_named_once_with_its_latest_day(answers: list[WhoIsTold]) -> None:
    named = [customer for answer in answers for customer in answer.customers]
    found = all_told(answers)
    assert [each.number for each in found.customers] == sorted({each.number for each in named})
    for each in found.customers:
        mine = [other.day for other in named if other.number == each.number]
        assert each in named
        assert each.day is None if None in mine else each.day == max(day for day in mine if day is not None)
    assert bool(found.mark) is bool(named)
    assert all_told([found]).mark == found.mark


def test_another_day_is_another_mark() -> None:
    one, other = (WhoIsTold((MovedCustomer("1", None, date(2026, 12, day)),)) for day in (3, 4))
    assert one.mark != other.mark
