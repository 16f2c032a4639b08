"""Of canceled units the unpaid ones go first, and money goes back for no unit twice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.line_quantities import ItemStatus, LineProgress, captured_part, item_status
from tests.backorders.rules.lines_in_progress import lines_in_progress


@pytest.mark.parametrize(
    ("ordered", "invoiced", "quantity", "captured"),
    [(5, 5, 2, 2), (5, 0, 2, 0), (7, 5, 2, 0), (7, 5, 3, 1), (7, 5, 7, 5)],
)
def test_units_not_paid_for_are_canceled_first(ordered: int, invoiced: int, quantity: int, captured: int) -> None:
    line = LineProgress(Decimal(ordered), Decimal(invoiced))
    assert captured_part(line, Decimal(quantity)) == captured


@given(line=lines_in_progress(), share=st.integers(0, 6))
def test_a_cancel_in_two_steps_refunds_what_one_step_refunds(line: LineProgress, share: int) -> None:
    first = min(Decimal(share), line.open)
    once = captured_part(line, line.open)
    part = captured_part(line, first)
    then = replace(line, canceled=line.canceled + first, refunded=line.refunded + part)
    assert part + captured_part(then, then.open) == once


@given(line=lines_in_progress())
def test_nothing_is_refunded_that_was_not_kept(line: LineProgress) -> None:
    assert 0 <= captured_part(line, line.open) <= min(line.open, line.invoiced - line.refunded)


NONE = dict.fromkeys(("invoiced", "shipped", "canceled", "refunded", "owed"), Decimal(0))


@pytest.mark.parametrize(
    ("quantities", "status"),
    [
        ({}, ItemStatus.ORDERED),
        ({"owed": 2}, ItemStatus.PARTIAL),
        ({"owed": 5}, ItemStatus.BACKORDERED),
        ({"owed": 5, "invoiced": 5}, ItemStatus.BACKORDERED),
        ({"invoiced": 5}, ItemStatus.INVOICED),
        ({"invoiced": 5, "shipped": 5}, ItemStatus.SHIPPED),
        ({"invoiced": 5, "shipped": 2}, ItemStatus.MIXED),
        ({"canceled": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "canceled": 5, "refunded": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "refunded": 5}, ItemStatus.REFUNDED),
        ({"invoiced": 2}, ItemStatus.PARTIAL),
    ],
)
def test_item_status(quantities: dict[str, int], status: ItemStatus) -> None:
    given = NONE | {name: Decimal(number) for name, number in quantities.items()}
    assert item_status(ordered=Decimal(5), **given) is status
