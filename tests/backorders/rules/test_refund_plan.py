"""A refund eats what never left first, and takes back no more than is away."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.order_progress import LineProgress
from backorders.rules.refund_plan import RefundPlan, refund_plan
from backorders.rules.refundable import refundable
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


def test_what_was_not_set_aside_is_not_written_off() -> None:
    plan = refund_plan(
        Decimal(1), LineProgress(Decimal(1), invoiced=Decimal(1)), return_to_stock=False, is_set_aside=False
    )
    assert plan == RefundPlan(Decimal(1))


@given(line=lines_in_progress(), back=st.booleans())
def test_refunding_everything_leaves_nothing_paid_open_and_takes_back_what_is_away(
    line: LineProgress, back: bool
) -> None:
    quantity = refundable(line)
    plan = refund_plan(quantity, line, return_to_stock=back)
    after = replace(line, refunded=line.refunded + quantity, released=line.released + plan.released)
    captured = max(line.invoiced + line.cancelled - line.ordered, Decimal(0))
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
