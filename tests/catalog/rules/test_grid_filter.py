from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.grid_filter import (
    Range,
    Unreadable,
    UnreadableFilter,
    day_range,
    grid_size,
    number_range,
    shown_columns,
)

NUMBERS = st.decimals(-9_000_000_000, 9_000_000_000, places=4)


@given(st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS))
def test_a_range_of_numbers_is_read_as_it_was_typed(low: Decimal | None, high: Decimal | None) -> None:
    typed = ["" if each is None else f" {each:f} " for each in (low, high)]
    if low is not None and high is not None and low > high:
        with pytest.raises(UnreadableFilter) as refused:
            number_range(*typed)
        assert (refused.value.why, refused.value.end) == (Unreadable.REVERSED, "from")
    else:
        assert number_range(*typed) == Range(low, high)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("abc", Unreadable.NO_NUMBER),
        ("1,5", Unreadable.NO_NUMBER),
        ("1e5", Unreadable.NO_NUMBER),
        ("NaN", Unreadable.NO_NUMBER),
        ("٣", Unreadable.NO_NUMBER),
        ("--1", Unreadable.NO_NUMBER),
        ("10000000000", Unreadable.TOO_LARGE),
        ("9" * 5000, Unreadable.TOO_LARGE),
    ],
)
@pytest.mark.parametrize("end", ["from", "to"])
def test_what_is_no_number_is_refused_at_its_box(typed: str, why: Unreadable, end: str) -> None:
    with pytest.raises(UnreadableFilter) as refused:
        number_range(*((typed, "") if end == "from" else ("", typed)))
    assert (refused.value.why, refused.value.end) == (why, end)


@given(st.dates(), st.dates())
def test_a_range_of_days_is_read_or_reversed(low: date, high: date) -> None:
    if low > high:
        with pytest.raises(UnreadableFilter):
            day_range(low.isoformat(), high.isoformat())
    else:
        assert day_range(low.isoformat(), high.isoformat()) == Range(low, high)


@pytest.mark.parametrize("typed", ["29.11.2026", "2026-02-30", "2026-13-01", "0000-01-01", "yesterday", "20261129"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableFilter) as refused:
        day_range("", typed)
    assert (refused.value.why, refused.value.end) == (Unreadable.NO_DAY, "to")


def test_nothing_typed_is_open_on_both_sides() -> None:
    assert number_range("", " ") == day_range("", "") == Range(None, None)


@pytest.mark.parametrize(("typed", "size"), [("20", 20), ("200", 200), ("10", None), ("", None), ("-20", None)])
def test_only_sizes_that_are_offered_are_taken(typed: str, size: int | None) -> None:
    assert grid_size(typed) == size


def test_columns_stand_in_their_own_order_and_unknown_ones_are_named() -> None:
    offered, usual = ("id", "name", "sku"), ("id", "name")
    assert shown_columns("sku.id.colour.sku", offered, usual) == (("id", "sku"), ("colour",))
    assert shown_columns("colour", offered, usual) == (usual, ("colour",))
    assert shown_columns("", offered, usual) == (usual, ())
