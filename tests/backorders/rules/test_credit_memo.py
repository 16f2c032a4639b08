"""A refund eats what never left first, and takes back no more than is away."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.credit_memo import RefundPlan, refund_plan, returns_at_first
from backorders.rules.line_quantities import LineProgress, refundable
from backorders.rules.queue import OpenLine, queue
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
