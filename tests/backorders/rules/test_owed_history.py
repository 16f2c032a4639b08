"""What a day changed of what orders are owed, against a walk through everything that happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.owed_history import (
    DayOfProduct,
    HeldLine,
    Promised,
    Standing,
    owed_changes,
)
from backorders.rules.queue import OpenLine, owed_of_each, queue, shared_queue
from catalog.rules.quantity import ZERO

FIRST = date(2026, 11, 2)
STOCK, SHELF = 1, 7


def day(number: int, *promised: Promised, on_hand: int | None = None, **others: object) -> DayOfProduct:
    counted = {} if on_hand is None else {SHELF: Decimal(on_hand)}
    return DayOfProduct(FIRST + timedelta(days=number), promised, counted, **others)  # type: ignore[arg-type]


def promised(line: int, units: int, *, owed: int = 0, given_up: int = 0) -> Promised:
    return Promised(line, Decimal(units), Decimal(owed), Decimal(given_up))


def changes(*days: DayOfProduct, lines: int = 3) -> list[tuple[int, int, int, int, int, int]]:
    """Return (day, line, waiting since, became, served, canceled) of each change."""
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    held = {line: HeldLine(line, STOCK, noon + timedelta(minutes=line)) for line in range(1, lines + 1)}
    found = owed_changes(days, lines=held, standing=Standing({STOCK: (SHELF,)}))
    return [
        (
            (each.day - FIRST).days,
            each.line,
            (each.since - FIRST).days,
            int(each.became),
            int(each.served),
            int(each.canceled),
        )
        for each in found
    ]


def test_what_is_not_there_became_owed_and_a_delivery_serves_it() -> None:
    assert changes(day(0, promised(1, 5, owed=3), on_hand=2), day(4, on_hand=3), day(9, on_hand=8)) == [
        (0, 1, 0, 3, 0, 0),
        (4, 1, 0, 0, 1, 0),
        (9, 1, 0, 0, 2, 0),
    ]


def test_units_that_are_owed_and_served_within_a_day_count_as_both() -> None:
    assert changes(day(0, promised(1, 5, owed=5), on_hand=5)) == [(0, 1, 0, 5, 5, 0)]


def test_a_cancellation_gives_up_what_is_owed_first_and_serves_who_stands_behind() -> None:
    first = day(0, promised(1, 5, owed=3), promised(2, 2, owed=2), on_hand=2)
    assert changes(first, day(1, promised(1, -4, given_up=4))) == [
        (0, 1, 0, 3, 0, 0),
        (0, 2, 0, 2, 0, 0),
        (1, 1, 0, 0, 0, 3),
        (1, 2, 0, 0, 1, 0),
    ]


def test_what_is_lost_at_a_shelf_or_to_who_was_moved_to_the_front_becomes_owed_then() -> None:
    first = day(0, promised(1, 2), promised(2, 2, owed=1), on_hand=3)
    assert changes(first, day(2, to_front=(2,)), day(5, on_hand=0)) == [
        (0, 2, 0, 1, 0, 0),
        (2, 1, 2, 1, 0, 0),
        (2, 2, 0, 0, 1, 0),
        (5, 1, 2, 1, 0, 0),
        (5, 2, 5, 2, 0, 0),
    ]


def test_a_parcel_changes_nothing_that_is_owed() -> None:
    assert changes(day(0, promised(1, 5, owed=3), on_hand=2), day(1, promised(1, -2), on_hand=0)) == [
        (0, 1, 0, 3, 0, 0)
    ]


def test_who_is_owed_again_after_everything_was_served_waits_anew() -> None:
    days = day(0, promised(1, 2, owed=2), on_hand=0), day(1, on_hand=2), day(3, on_hand=1)
    assert changes(*days)[-1] == (3, 1, 3, 1, 0, 0)


@pytest.mark.parametrize("is_link", [True, False])
def test_stock_that_is_not_managed_owes_nothing_and_a_stock_without_sources_everything(*, is_link: bool) -> None:
    first = day(0, promised(1, 5, owed=3), on_hand=2)
    then = day(1, drawn_on={}) if is_link else day(1, is_managed=False)
    assert changes(first, then)[1:] == [(1, 1, 0, 2, 0, 0) if is_link else (1, 1, 0, 0, 3, 0)]


@dataclass(frozen=True)
class Happened:
    """One thing on one day: units promised by a line, given back by it, a shelf counted, or a line moved to the front."""

    day: int
    line: int
    units: int
    is_shelf: bool = False
    is_front: bool = False


def _happenings() -> st.SearchStrategy[list[Happened]]:
    kind = st.sampled_from(("promise", "give", "shelf", "front"))
    each = st.tuples(st.integers(0, 6), kind, st.integers(1, 5), st.integers(1, 6))
    return st.lists(each, max_size=25).map(
        lambda drawn: [
            Happened(
                when,
                line,
                {"give": -units, "shelf": units - 2}.get(what, units),
                is_shelf=what == "shelf",
                is_front=what == "front",
            )
            for when, what, line, units in sorted(drawn, key=lambda one: one[0])
        ]
    )


# Each stock alone, two that draw on the same source, and two that share one of two.
SHOPS = ({1: (7,), 2: (8,)}, {1: (7,), 2: (7,)}, {1: (7,), 2: (7, 8)})


def _walked(
    happened: list[Happened], until: int, lines: Mapping[int, HeldLine], drawn_on: Mapping[int, tuple[int, ...]]
) -> dict[int, Decimal]:
    """Walk through all that happened until the end of a day, one by one, and ask the queue once at the end."""
    held = dict.fromkeys(lines, ZERO)
    counted: dict[int, Decimal] = {}
    priority = dict.fromkeys(lines, 0)
    for each in happened:
        if each.day > until:
            break
        if each.is_shelf:
            counted[7 + each.line % 2] = Decimal(each.units)
        elif each.is_front:
            priority[each.line] = min(priority.values()) - 1
        else:
            held[each.line] = max(held[each.line] + each.units, ZERO)
    turns = [
        OpenLine(line, priority[line], lines[line].placed_at, units, lines[line].stock)
        for line, units in held.items()
        if units
    ]
    return {
        place.line_id: place.owed for place in shared_queue(turns, counted=counted, drawn_on=drawn_on) if place.owed
    }


def _days(happened: list[Happened]) -> list[DayOfProduct]:
    """Sum the days up as the ledger and the history of the shelves are summed."""
    days = []
    held: dict[int, Decimal] = {}
    for number in sorted({each.day for each in happened}):
        units: dict[int, Decimal] = {}
        gone: dict[int, Decimal] = {}
        counted, front = {}, []
        for each in happened:
            if each.day != number:
                continue
            if each.is_shelf:
                counted[7 + each.line % 2] = Decimal(each.units)
            elif each.is_front:
                front.append(each.line)
            else:
                moved = max(Decimal(each.units), -held.get(each.line, ZERO))
                held[each.line] = held.get(each.line, ZERO) + moved
                units[each.line] = units.get(each.line, ZERO) + moved
                gone[each.line] = gone.get(each.line, ZERO) - min(moved, ZERO)
        rows = [Promised(line, change, ZERO, gone[line]) for line, change in units.items()]
        days.append(DayOfProduct(FIRST + timedelta(days=number), rows, counted, front))
    return days


@given(_happenings(), st.sampled_from(SHOPS))
def test_the_changes_of_all_days_add_up_to_what_the_queue_says_at_each_end(
    happened: list[Happened], drawn_on: Mapping[int, tuple[int, ...]]
) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    lines = {line: HeldLine(line, 1 + line % 2, noon + timedelta(minutes=line % 3)) for line in range(1, 6)}
    found = list(owed_changes(_days(happened), lines=lines, standing=Standing(drawn_on)))
    for number in range(7):
        owed = dict.fromkeys(lines, ZERO)
        for each in found:
            if (each.day - FIRST).days <= number:
                owed[each.line] += each.became - each.served - each.canceled
        assert {line: units for line, units in owed.items() if units} == _walked(happened, number, lines, drawn_on)
    assert all(min(each.became, each.served, each.canceled) >= 0 and each.since <= each.day for each in found)


@given(_happenings(), st.integers(0, 6), st.sampled_from(SHOPS))
def test_going_on_from_a_day_is_the_same_as_beginning_anew(
    happened: list[Happened], cut: int, drawn_on: Mapping[int, tuple[int, ...]]
) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    lines = {line: HeldLine(line, 1 + line % 2, noon) for line in range(1, 6)}
    days, standing = _days(happened), Standing(drawn_on)
    until = FIRST + timedelta(days=cut)
    before = [*owed_changes((each for each in days if each.day < until), lines=lines, standing=standing)]
    after = [*owed_changes((each for each in days if each.day >= until), lines=lines, standing=standing)]
    assert [*before, *after] == [*owed_changes(days, lines=lines, standing=Standing(drawn_on))]


@given(st.lists(st.tuples(st.integers(-2, 0), st.integers(0, 3), st.integers(1, 4))), st.integers(-3, 9))
def test_what_each_line_is_owed_is_what_the_queue_leaves(turns: list[tuple[int, int, int]], on_hand: int) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    lines = [
        OpenLine(number, priority, noon + timedelta(minutes=minutes), Decimal(units))
        for number, (priority, minutes, units) in enumerate(turns)
    ]
    places = queue(lines, on_hand=Decimal(on_hand))
    assert owed_of_each(lines, on_hand=Decimal(on_hand)) == {
        place.line_id: place.owed for place in places if place.owed
    }
