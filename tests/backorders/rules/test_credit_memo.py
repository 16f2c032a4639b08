"""A refund eats what never left first, and takes back no more than is away."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.credit_memo import (
    LineMoves,
    Move,
    RefundedLine,
    RefundedPart,
    RefundPlan,
    Shelf,
    refund_effect,
    refund_moves,
    refund_plan,
    returns_at_first,
)
from backorders.rules.line_quantities import LineProgress, refundable
from backorders.rules.queue import OpenLine, queue
from catalog.rules.salable import Level
from tests.backorders.rules.lines_in_progress import lines_in_progress


@pytest.mark.parametrize(
    ("ordered", "invoiced", "shipped", "memo", "released", "to_source"),
    [
        (5, 5, 0, 1, 1, 0),
        (5, 5, 3, 1, 1, 0),
        (5, 5, 3, 5, 2, 3),
        (5, 4, 2, 3, 2, 1),
        (10, 7, 3, 5, 4, 1),
        (5, 3, 4, 3, 0, 3),
    ],
)
def test_refund_plan_of_a_fresh_line(
    ordered: int, invoiced: int, shipped: int, memo: int, released: int, to_source: int
) -> None:
    line = LineProgress(Decimal(ordered), Decimal(invoiced), Decimal(shipped))
    plan = refund_plan(Decimal(memo), line, return_to_stock=True)
    assert plan == RefundPlan(Decimal(released), to_source=Decimal(to_source))


def test_units_invoiced_after_a_return_are_known_not_to_have_left() -> None:
    line = LineProgress(Decimal(5), invoiced=Decimal(5), shipped=Decimal(3), refunded=Decimal(1))
    assert refund_plan(Decimal(2), line, return_to_stock=True).released == 2


@pytest.mark.parametrize(("covered", "written_off"), [(0, 0), (2, 2), (3, 3), (5, 3)])
def test_no_more_is_written_off_than_is_covered_for_the_line(covered: int, written_off: int) -> None:
    line = LineProgress(Decimal(5), invoiced=Decimal(5))
    plan = refund_plan(Decimal(3), line, return_to_stock=False, covered=Decimal(covered))
    assert plan == RefundPlan(Decimal(3), written_off=Decimal(written_off))


@pytest.mark.parametrize(
    ("quantity", "shipped", "is_configured", "ticked"),
    [(5, 0, False, True), (2, 3, False, True), (5, 3, False, False), (5, 5, False, False), (5, 5, True, True)],
)
def test_units_that_never_left_return_unless_somebody_says_otherwise(
    quantity: int, shipped: int, *, is_configured: bool, ticked: bool
) -> None:
    line = LineProgress(Decimal(5), invoiced=Decimal(5), shipped=Decimal(shipped))
    assert returns_at_first(Decimal(quantity), line, is_configured=is_configured) is ticked


@given(
    lines=st.lists(st.tuples(lines_in_progress(), st.integers(0, 3)), min_size=1, max_size=5),
    on_hand=st.integers(-3, 20),
    data=st.data(),
)
def test_no_memo_takes_units_that_cover_another_order(
    lines: list[tuple[LineProgress, int]], on_hand: int, data: st.DataObject
) -> None:
    """Any memo over some of the lines in one queue, ticked or not: no other line has less covered afterwards."""
    then = datetime(2026, 11, 2, tzinfo=UTC)
    before = {pk: OpenLine(pk, priority, then, line.open) for pk, (line, priority) in enumerate(lines)}
    covered = {place.line_id: place.covered for place in queue(before.values(), on_hand=Decimal(on_hand))}
    refunded = data.draw(st.sets(st.sampled_from(sorted(before))))
    after, left = dict(before), Decimal(on_hand)
    for pk in refunded:
        line = lines[pk][0]
        quantity = data.draw(st.integers(0, int(refundable(line))))
        plan = refund_plan(Decimal(quantity), line, return_to_stock=data.draw(st.booleans()), covered=covered[pk])
        after[pk] = replace(before[pk], open=before[pk].open - plan.released)
        left -= plan.written_off
    for place in queue(after.values(), on_hand=left):
        assert place.line_id in refunded or place.covered >= covered[place.line_id]


@given(line=lines_in_progress(), back=st.booleans())
def test_refunding_everything_leaves_nothing_paid_open_and_takes_back_what_is_away(
    line: LineProgress, back: bool
) -> None:
    quantity = refundable(line)
    plan = refund_plan(quantity, line, return_to_stock=back, covered=line.open)
    after = replace(line, refunded=line.refunded + quantity, released=line.released + plan.released)
    captured = max(line.invoiced + line.canceled - line.ordered, Decimal(0))
    returned_before = line.refunded - line.released - captured
    assert plan.released + plan.to_source + plan.stays_away == quantity
    assert plan.to_source + plan.stays_away <= line.shipped - returned_before
    assert after.open <= after.to_invoice
    assert plan.written_off == (0 if back else plan.released)


@given(line=lines_in_progress(), first=st.integers(0, 6))
def test_two_memos_do_what_one_does(line: LineProgress, first: int) -> None:
    whole = refund_plan(refundable(line), line, return_to_stock=True)
    part = min(Decimal(first), refundable(line))
    one = refund_plan(part, line, return_to_stock=True)
    then = replace(line, refunded=line.refunded + part, released=line.released + one.released)
    two = refund_plan(refundable(then), then, return_to_stock=True)
    assert (one.released + two.released, one.to_source + two.to_source) == (whole.released, whole.to_source)


def units(*numbers: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, numbers))


def test_units_that_an_earlier_memo_released_are_not_released_again() -> None:
    """Ten ordered, five paid for: two left, two were refunded unshipped. Of the three still paid for one never left."""
    line = LineProgress(*units(10, 5, 2, 0, 2, 2))
    assert refund_plan(Decimal(3), line, return_to_stock=True) == RefundPlan(Decimal(1), to_source=Decimal(2))


BERLIN, LYON, CLOSED = 1, 2, 3
SHELVES = (
    Shelf(CLOSED, "Closed", 7, Decimal(9), is_enabled=False),
    Shelf(BERLIN, "Berlin", 7, Decimal(2)),
    Shelf(LYON, "Lyon", 7, Decimal(5)),
)


def memo(pk: int, *, back: int = 0, off: int = 0, out: tuple[Move, ...] = ()) -> RefundedLine:
    return RefundedLine(pk, 7, RefundPlan(Decimal(off), to_source=Decimal(back), written_off=Decimal(off)), out)


def test_units_come_back_to_the_sources_that_they_left_and_the_rest_nowhere() -> None:
    out = (Move(CLOSED, Decimal(3)), Move(LYON, Decimal(1)))
    assert refund_moves([memo(1, back=2, out=out)], SHELVES, {})[1].returned == (Move(CLOSED, Decimal(2)),)
    every = refund_moves([memo(1, back=6, out=out)], SHELVES, {})[1]
    assert (every.returned, every.nowhere) == (out, 2)


def test_units_are_written_off_where_they_count_and_no_unit_twice() -> None:
    moves = refund_moves([memo(1, off=1), memo(2, off=3)], SHELVES, {})
    assert moves[1].written_off == (Move(BERLIN, Decimal(1)),)
    assert moves[2].written_off == (Move(BERLIN, Decimal(1)), Move(LYON, Decimal(2)))
    assert (moves[1].returned, moves[1].nowhere) == ((), 0)


def test_a_third_line_finds_what_two_lines_left_of_a_shelf() -> None:
    shelf = Shelf(LYON, "Lyon", 7, Decimal(5))
    moves = refund_moves([memo(1, off=2), memo(2, off=2), memo(3, off=2)], [shelf], {})
    assert [sum(move.units for move in moves[pk].written_off) for pk in (1, 2, 3)] == [2, 2, 1]


def level(on_hand: int, reserved: int, in_stock: int, assigned: int) -> Level:
    return Level(Decimal(on_hand), Decimal(reserved), sources_in_stock=in_stock, sources_assigned=assigned)


def effect(part: RefundedPart, *shelves: Shelf, set_in_stock: bool = False) -> Level:
    return refund_effect(level(10, 6, 1, 2), [part], shelves, set_in_stock=set_in_stock)


BACK = RefundedPart(Decimal(0), LineMoves(returned=(Move(BERLIN, Decimal(3)),)))


def test_what_is_written_off_leaves_the_shelf_and_its_promise_ends() -> None:
    part = RefundedPart(Decimal(4), LineMoves(written_off=(Move(BERLIN, Decimal(3)),)))
    assert effect(part, Shelf(BERLIN, "Berlin", 7, Decimal(5))) == level(7, 2, 1, 2)


@pytest.mark.parametrize(
    ("lies_there", "in_stock", "set_in_stock", "after"),
    [
        (0, True, False, level(13, 6, 1, 2)),
        (0, False, False, level(10, 6, 1, 2)),
        (0, False, True, level(13, 6, 2, 2)),
        # The three that return only bring the shelf to zero: it stays Out of Stock.
        (-3, False, True, level(10, 6, 1, 2)),
        (-2, False, True, level(11, 6, 2, 2)),
    ],
)
def test_units_that_return_count_where_the_source_is_in_stock_or_is_set_so(
    lies_there: int, *, in_stock: bool, set_in_stock: bool, after: Level
) -> None:
    shelf = Shelf(BERLIN, "Berlin", 7, Decimal(lies_there), is_in_stock=in_stock)
    assert effect(BACK, shelf, set_in_stock=set_in_stock) == after


def test_a_source_that_is_gone_is_assigned_again_in_stock() -> None:
    gone = Shelf(BERLIN, "Berlin", 7, is_assigned=False, is_in_stock=False)
    assert effect(BACK, gone) == level(13, 6, 2, 3)
    assert effect(BACK, replace(gone, is_linked=False)) == level(10, 6, 1, 2)
    assert effect(BACK, replace(gone, is_enabled=False)) == level(10, 6, 1, 3)
