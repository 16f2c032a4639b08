"""Of cancelled units the unpaid ones go first, and money goes back for no unit twice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.captured_part import captured_part
from backorders.rules.order_progress import LineProgress
from tests.backorders.rules.lines_in_progress import lines_in_progress


@pytest.mark.parametrize(
    ("ordered", "invoiced", "quantity", "captured"),
    [(5, 5, 2, 2), (5, 0, 2, 0), (7, 5, 2, 0), (7, 5, 3, 1), (7, 5, 7, 5)],
)
def test_units_not_paid_for_are_cancelled_first(ordered: int, invoiced: int, quantity: int, captured: int) -> None:
    line = LineProgress(Decimal(ordered), Decimal(invoiced))
    assert captured_part(line, Decimal(quantity)) == captured


@given(line=lines_in_progress(), share=st.integers(0, 6))
def test_a_cancel_in_two_steps_refunds_what_one_step_refunds(line: LineProgress, share: int) -> None:
    first = min(Decimal(share), line.open)
    once = captured_part(line, line.open)
    part = captured_part(line, first)
    then = replace(line, cancelled=line.cancelled + first, refunded=line.refunded + part)
    assert part + captured_part(then, then.open) == once


@given(line=lines_in_progress())
def test_nothing_is_refunded_that_was_not_kept(line: LineProgress) -> None:
    assert 0 <= captured_part(line, line.open) <= min(line.open, line.invoiced - line.refunded)
