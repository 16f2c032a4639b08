"""The money of an order: captured, given back, kept, due, and what no invoice has counted."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backorders.models import Order, OrderLine, Payment, Refund
from backorders.queries.locks import locked_order, locked_payments
from backorders.queries.order_money import (
    cancel_money,
    due_and_money,
    lines_to_invoice,
    money_due,
    money_not_invoiced,
    order_money,
    payment_money,
    unanswered_refunds,
    unpaid_words,
    went_back_before,
)
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def order_of(**line: object) -> Order:
    """Five units at ten dollars."""
    order = OrderFactory.create(total=50)
    OrderLineFactory.create(order=order, **{"ordered": 5, "unit_price": Decimal("10.00"), **line})
    return order


def captured(order: Order, amount: int, *refunds: tuple[int, int]) -> Payment:
    """Money that came, and (amount, uncredited part) of what went back of it."""
    payment = Payment.objects.create(
        order=order,
        variant="card",
        token=f"{order.pk}:{Payment.objects.count()}",
        currency="USD",
        total=amount,
        captured_amount=amount,
        status="confirmed",
    )
    for number, (back, uncredited) in enumerate(refunds):
        Refund.objects.create(
            payment=payment,
            key=f"{payment.pk}:{number}",
            amount=back,
            uncredited=uncredited,
            status="at_provider",
            requested_at=NOW,
        )
    return payment


def test_money_of_all_payments_adds_up() -> None:
    order = order_of()
    first = captured(order, 30, (5, 2), (4, 0))
    captured(order, 20, (3, 3))
    captured(order_of(), 7, (7, 7))
    money = order_money(order)
    assert (money.captured, money.given_back, money.uncredited, money.kept) == (50, 12, 5, 38)
    assert money.creditable == 43
    assert payment_money(first).kept == 21
    assert order_money(order, locked_payments(locked_order(order.pk))) == money
    nothing = order_money(OrderFactory.create())
    assert (nothing.captured, nothing.given_back, nothing.uncredited) == (0, 0, 0)


@pytest.mark.parametrize(
    ("line", "paid", "refunds", "due", "not_invoiced"),
    [
        ({}, 0, (), 50, 0),
        ({}, 20, (), 30, 20),
        ({}, 60, (), 0, 60),
        ({"invoiced": 2}, 20, (), 30, 0),
        ({"invoiced": 2}, 25, (), 25, 5),
        ({"invoiced": 2, "canceled": 3}, 20, (), 0, 0),
        ({"invoiced": 5, "refunded": 1}, 50, ((10, 0),), 0, 0),
        # It went back outside the shop, and nobody has credited it: it is not asked for again.
        ({"invoiced": 5}, 50, ((10, 10),), 0, 0),
        ({"invoiced": 5}, 50, ((10, 4),), 0, -6),
        ({"invoiced": 2}, 20, ((10, 0),), 30, -10),
    ],
)
def test_what_is_due_and_what_no_invoice_has_counted(
    line: dict[str, int], paid: int, refunds: tuple[tuple[int, int], ...], due: int, not_invoiced: int
) -> None:
    order = order_of(**line)
    if paid:
        captured(order, paid, *refunds)
    assert (money_due(order), money_not_invoiced(order)) == (due, not_invoiced)
    assert due_and_money(order).money.captured == paid


@pytest.mark.parametrize(
    ("line", "paid", "words"),
    [
        ({}, 0, "Nothing has been paid for this order (USD 50.00)."),
        ({}, 20, "USD 30.00 of this order has not been paid."),
        ({"invoiced": 5}, 50, ""),
        ({"invoiced": 2}, 20, ""),
        ({"unit_price": 0}, 0, ""),
        ({}, 50, ""),
    ],
)
def test_units_that_leave_unpaid_are_said(line: dict[str, int], paid: int, words: str) -> None:
    order = order_of(**line)
    if paid:
        captured(order, paid)
    assert unpaid_words(order, {order.lines.get(): Decimal(2)}) == words


def test_lines_with_units_left_to_invoice() -> None:
    order = OrderFactory.create()
    cloth = product_with_stock(quantity=9, is_qty_decimal=True)
    first = OrderLineFactory.create(order=order, product=cloth, ordered=5, invoiced=2, canceled=1, unit_price="0.333")
    OrderLineFactory.create(order=order, ordered=2, invoiced=2)
    second = OrderLineFactory.create(order=order, ordered=1)
    found = lines_to_invoice(order)
    assert [(line.pk, line.left, line.is_qty_decimal) for line in found] == [(first.pk, 2, True), (second.pk, 1, False)]
    # Two were 0.67, three are 1.00: parts of a line add up to its row total.
    assert found[0].value_of(Decimal(1)) == Decimal("0.33")
    OrderLine.objects.filter(pk=second.pk).update(product=None, gone_product_id=second.product_id)
    assert [line.is_qty_decimal for line in lines_to_invoice(order)] == [True, False]


def test_what_went_back_before_answers_the_oldest_first_and_never_more() -> None:
    order = order_of()
    captured(order, 50, (5, 3), (9, 0), (4, 4))
    captured(order_of(), 50, (5, 5))
    assert [refund.uncredited for refund in unanswered_refunds(order)] == [3, 4]
    assert [went_back_before(order, Decimal(amount)) for amount in (2, 5, 9)] == [2, 5, 7]


def test_money_that_is_left_over_goes_back_with_the_last_units() -> None:
    """Of five units at ten dollars two were canceled before; 55 dollars came, of which 20 went back."""
    order = order_of(invoiced=5, canceled=2, refunded=2)
    captured(order, 55, (20, 0))
    line = order.lines.get()
    most = cancel_money(order, [line], {line.pk: Decimal(3)}, is_offline=False)
    assert (most.of_units, most.left_over, most.sum) == (30, 5, 35)
    part = cancel_money(order, [line], {line.pk: Decimal(2)}, is_offline=False)
    assert (part.of_units, part.left_over) == (20, 0)
    assert cancel_money(order, [line], {}, is_offline=False).sum == 0
