"""Of canceled units the unpaid ones go first, and money goes back for no unit twice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.line_quantities import (
    ItemStatus,
    LineProgress,
    captured_part,
    divisible,
    item_status,
    refundable,
    status_after,
    undelivered,
    unpaid_units,
)
from backorders.rules.order_status import OrderStatus
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
        ({"invoiced": 5, "shipped": 2, "owed": 1}, ItemStatus.MIXED),
        ({"shipped": 2, "owed": 1}, ItemStatus.PARTIAL),
        ({"canceled": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "canceled": 5, "refunded": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "refunded": 5}, ItemStatus.REFUNDED),
        ({"invoiced": 2}, ItemStatus.PARTIAL),
    ],
)
def test_item_status(quantities: dict[str, int], status: ItemStatus) -> None:
    given = NONE | {name: Decimal(number) for name, number in quantities.items()}
    assert item_status(ordered=Decimal(5), **given) is status


def units(*numbers: int) -> LineProgress:
    """Ordered, invoiced, shipped, canceled, refunded, released."""
    return LineProgress(*map(Decimal, numbers))


@pytest.mark.parametrize(
    ("line", "may"),
    [
        (units(10, 5), 5),
        # Two were delivered, two were refunded before that: one of the five that were paid for is left.
        (units(10, 5, 2, 0, 2, 2), 1),
        (units(5, 5, 5), 0),
        (units(5, 5, 0, 3, 3), 2),
        (units(5, 0, 2), 0),
    ],
)
def test_virtual_units_are_delivered_once_and_only_when_paid(line: LineProgress, may: int) -> None:
    assert undelivered(line) == may


@pytest.mark.parametrize(
    ("quantity", "ordered", "is_qty_decimal", "may"),
    [
        ("2", "5", False, True),
        ("3", "5", False, True),
        ("0.5", "5", False, False),
        ("0.5", "5", True, True),
        # It was sold in decimals, whatever the product says today.
        ("0.5", "2.5", False, True),
    ],
)
def test_a_fraction_is_for_what_is_or_was_sold_in_decimals(
    quantity: str, ordered: str, *, is_qty_decimal: bool, may: bool
) -> None:
    assert divisible(Decimal(quantity), ordered=Decimal(ordered), is_qty_decimal=is_qty_decimal) is may


@pytest.mark.parametrize(
    ("line", "quantity", "unpaid"),
    [
        (units(5), 3, 3),
        (units(5, 5), 3, 0),
        (units(5, 2), 3, 1),
        (units(5, 4, 2), 3, 1),
        (units(9, 4, 2, 0, 1, 1), 3, 2),
        (units(5, 1, 3), 2, 2),
    ],
)
def test_what_is_paid_for_leaves_first(line: LineProgress, quantity: int, unpaid: int) -> None:
    assert unpaid_units(line, Decimal(quantity)) == unpaid


def test_what_was_paid_for_and_not_given_back_is_refundable() -> None:
    assert [refundable(line) for line in (units(5, 4, 0, 0, 1), units(5, 4), units(5))] == [3, 4, 0]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([units(5)], OrderStatus.PENDING_PAYMENT),
        ([units(5, 1)], OrderStatus.PROCESSING),
        ([units(5, 0, 1)], OrderStatus.PROCESSING),
        ([units(5, 0, 0, 5), units(5, 5)], OrderStatus.PROCESSING),
        ([units(5, 0, 0, 5), units(2, 0, 0, 2)], OrderStatus.CANCELED),
        ([units(5, 5, 5)], OrderStatus.COMPLETE),
        ([units(5, 0, 5)], OrderStatus.PROCESSING),
        ([units(5, 5, 5, 0, 5)], OrderStatus.CLOSED),
        ([units(5, 5, 5, 0, 5), units(5, 5, 5, 0, 4)], OrderStatus.COMPLETE),
        ([units(5, 3, 3, 2, 3)], OrderStatus.CLOSED),
    ],
)
def test_the_status_follows_the_lines(lines: list[LineProgress], status: OrderStatus) -> None:
    assert status_after(OrderStatus.PENDING_PAYMENT, lines) is status


def test_an_order_of_which_all_that_was_paid_went_back_is_closed_whatever_was_canceled_unpaid() -> None:
    back = LineProgress(Decimal(2), invoiced=Decimal(2), refunded=Decimal(2), released=Decimal(2))
    canceled = LineProgress(Decimal(2), canceled=Decimal(2))
    kept = LineProgress(Decimal(2), invoiced=Decimal(2), shipped=Decimal(2))
    assert status_after(OrderStatus.PROCESSING, [back, canceled]) is OrderStatus.CLOSED
    assert status_after(OrderStatus.PROCESSING, [back, kept]) is OrderStatus.COMPLETE


def test_a_line_of_which_nothing_is_kept_was_not_shipped() -> None:
    one, two = Decimal(1), Decimal(2)
    found = item_status(ordered=two, invoiced=one, shipped=Decimal(0), canceled=one, refunded=one, owed=Decimal(0))
    assert found is ItemStatus.MIXED


def test_what_is_wanted_of_a_line_is_what_was_not_canceled_shipped_or_not() -> None:
    line = LineProgress(Decimal(7), invoiced=Decimal(4), shipped=Decimal(2), canceled=Decimal(2), released=Decimal(1))
    assert (line.net, line.open, line.to_invoice, line.paid_and_here) == (5, 2, 1, 1)


@pytest.mark.parametrize(
    ("owed", "status"), [("0.5", ItemStatus.BACKORDERED), ("0.4", ItemStatus.PARTIAL), ("0", ItemStatus.ORDERED)]
)
def test_a_part_of_a_unit_is_owed_like_a_whole_one(owed: str, status: ItemStatus) -> None:
    nothing = dict.fromkeys(("invoiced", "shipped", "canceled", "refunded"), Decimal(0))
    assert item_status(ordered=Decimal("0.5"), owed=Decimal(owed), **nothing) is status
