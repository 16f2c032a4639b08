"""The promised day, against counting units one by one; a delivery is promised once, and no day of the past is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.promised_day import LONGEST_LEAD_TIME, Arrival, Outlook, latest_day, lead_day

TODAY = date(2026, 12, 1)
THIRD, TWENTIETH = date(2026, 12, 3), date(2026, 12, 20)
FORTY_AND_SIXTY = (Arrival(TWENTIETH, Decimal(60)), Arrival(THIRD, Decimal(40)))

days = st.integers(-5, 12).map(lambda n: TODAY + timedelta(days=n))
arrivals = st.lists(st.builds(Arrival, days, st.integers(1, 5).map(Decimal)), max_size=5).map(tuple)
lead_times = st.sampled_from([Decimal(0), Decimal(1), Decimal(4), Decimal("2.5")])


@pytest.mark.parametrize(
    ("arriving", "day"),
    [("0", None), ("-3", None), ("0.0001", THIRD), ("40", THIRD), ("41", TWENTIETH), ("100", TWENTIETH), ("101", None)],
)
def test_a_delivery_is_promised_once(arriving: str, day: date | None) -> None:
    assert Outlook(FORTY_AND_SIXTY).day_of(Decimal(arriving), today=TODAY) == day


@given(known=st.lists(days, max_size=4), is_unknown=st.booleans())
def test_of_several_the_latest_is_the_day_unless_one_is_unknown(known: list[date], is_unknown: bool) -> None:
    assert latest_day([*known, *([None] if is_unknown else [])]) == (None if is_unknown or not known else max(known))


def test_what_is_late_promises_nothing() -> None:
    outlook = Outlook(FORTY_AND_SIXTY)
    assert outlook.day_of(Decimal(1), today=THIRD) == THIRD
    assert outlook.day_of(Decimal(1), today=THIRD + timedelta(days=1)) == TWENTIETH
    assert outlook.day_of(Decimal(61), today=THIRD + timedelta(days=1)) is None


def test_what_no_delivery_brings_comes_within_the_lead_time_and_not_before_what_is_expected() -> None:
    assert Outlook(lead_time=Decimal(7)).day_of(Decimal(1), today=TODAY) == date(2026, 12, 8)
    assert Outlook(FORTY_AND_SIXTY, Decimal(7)).day_of(Decimal(101), today=TODAY) == TWENTIETH
    assert Outlook(FORTY_AND_SIXTY, Decimal(40)).day_of(Decimal(101), today=TODAY) == date(2027, 1, 10)


def test_a_lead_time_runs_from_the_day_of_the_order_and_tells_no_day_of_the_past() -> None:
    outlook = Outlook(lead_time=Decimal(7))
    found = [outlook.day_of(Decimal(1), today=TODAY + timedelta(days=n), since=TODAY) for n in (0, 6, 7, 8)]
    assert found == [date(2026, 12, 8)] * 3 + [None]


def test_who_orders_now_stands_behind_all_who_wait() -> None:
    def day(quantity: int, free: int, owed_elsewhere: int = 0) -> date | None:
        outlook = Outlook(FORTY_AND_SIXTY, owed_elsewhere=Decimal(owed_elsewhere))
        return outlook.day_if_ordered(Decimal(quantity), free=Decimal(free), today=TODAY)

    assert [day(5, 5), day(6, 5), day(45, 5), day(46, 5), day(1, -40), day(1, -100)] == [
        None,
        THIRD,
        THIRD,
        TWENTIETH,
        TWENTIETH,
        None,
    ]
    assert [day(5, 5, 40), day(6, 5, 40), day(1, 0, 99), day(1, -1, 99)] == [None, TWENTIETH, TWENTIETH, None]


@pytest.mark.parametrize(
    ("lead_time", "day"),
    [
        ("0", None),
        ("-1", None),
        ("0.5", date(2026, 12, 2)),
        ("1", date(2026, 12, 2)),
        ("1.0001", date(2026, 12, 3)),
        (str(LONGEST_LEAD_TIME), TODAY + timedelta(days=LONGEST_LEAD_TIME)),
        (str(LONGEST_LEAD_TIME + 1), None),
        ("99999999", None),
    ],
)
def test_a_lead_time_is_whole_days_up_to_ten_years(lead_time: str, day: date | None) -> None:
    assert lead_day(Decimal(lead_time), since=TODAY) == day


@given(arrivals, lead_times, st.integers(1, 20))
def test_the_day_is_that_of_the_unit_when_units_are_counted_one_by_one(
    expected: tuple[Arrival, ...], lead_time: Decimal, arriving: int
) -> None:
    units = sorted(arrival.day for arrival in expected if arrival.day >= TODAY for _ in range(int(arrival.units)))
    day = Outlook(expected, lead_time).day_of(Decimal(arriving), today=TODAY)
    if arriving <= len(units):
        assert day == units[arriving - 1]
    else:
        ordered = lead_day(lead_time, since=TODAY)
        assert day == (None if ordered is None else max([ordered, *units]))


@given(arrivals, lead_times, st.integers(1, 20), st.integers(0, 5))
def test_who_waits_for_more_is_told_no_earlier_day(
    expected: tuple[Arrival, ...], lead_time: Decimal, arriving: int, more: int
) -> None:
    outlook = Outlook(expected, lead_time)
    sooner = outlook.day_of(Decimal(arriving), today=TODAY)
    later = outlook.day_of(Decimal(arriving + more), today=TODAY)
    assert later is None or (sooner is not None and TODAY <= sooner <= later)


@given(arrivals, st.integers(1, 20), st.builds(Arrival, days, st.just(Decimal(3))))
def test_one_more_delivery_makes_nobody_wait_longer_for_what_was_expected(
    expected: tuple[Arrival, ...], arriving: int, one: Arrival
) -> None:
    before = Outlook(expected).day_of(Decimal(arriving), today=TODAY)
    after = Outlook((*expected, one)).day_of(Decimal(arriving), today=TODAY)
    assert before is None or (after is not None and after <= before)
