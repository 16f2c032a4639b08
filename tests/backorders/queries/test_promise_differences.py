"""Where ledger and payments are not what the orders say."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order, OrderLine, Payment
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.models import Product, Reservation
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, units: int) -> Order:
    return place_order(
        lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def test_a_line_that_promises_more_than_the_ledger_holds_is_found_with_both_numbers() -> None:
    bag = product_with_stock(quantity=9, sku="BAG")
    order, other = placed(bag, 3), placed(bag, 2)
    assert promise_differences() == ()
    OrderLine.objects.filter(order=order).update(ordered=5)
    (found,) = promise_differences()
    assert (found.order_number, found.sku, found.product_id, found.stock_id) == (
        order.number,
        "BAG",
        bag.pk,
        order.stock_id,
    )
    assert (found.expected, found.found) == (5, 3)
    assert found.last_row == Reservation.objects.get(order_number=order.number).pk
    assert promise_differences(order_numbers=[other.number]) == ()
    assert promise_differences(order_numbers=[order.number]) == (found,)
    assert promise_differences(order_numbers=[]) == ()


@pytest.mark.parametrize(
    ("status", "expects"),
    [("pending_payment", True), ("processing", True), ("holded", True), ("complete", False), ("closed", False)],
)
def test_only_open_orders_hold_units(status: str, *, expects: bool) -> None:
    order = OrderFactory.create(status=status, held_from="processing" if status == "holded" else "")
    OrderLineFactory.create(order=order, ordered=2)
    assert [(found.expected, found.found, found.last_row) for found in promise_differences()] == (
        [(2, 0, 0)] if expects else []
    )


@pytest.mark.parametrize(
    ("currency", "captured", "expected"),
    [("USD", "10.01", "10.00"), ("JPY", "11", "10"), ("KWD", "10.001", "10.000")],
)
def test_money_that_no_invoice_accounts_for_is_found_in_its_currency(
    currency: str, captured: str, expected: str
) -> None:
    order = OrderFactory.create(currency=currency)
    OrderLineFactory.create(order=order, ordered=1, invoiced=1, shipped=1, unit_price=Decimal(10))
    payment = Payment.objects.create(
        order=order, variant="card", currency=currency, total=Decimal(20), captured_amount=Decimal(expected)
    )
    assert payment_differences() == ()
    Payment.objects.filter(pk=payment.pk).update(captured_amount=Decimal(captured))
    assert [(found.order_number, found.currency, found.expected, found.found) for found in payment_differences()] == [
        (order.number, currency, Decimal(expected), Decimal(captured))
    ]


def test_half_a_cent_is_rounded_as_money_is() -> None:
    order = OrderFactory.create()
    OrderLineFactory.create(order=order, ordered=1, invoiced=1, shipped=1, unit_price=Decimal("19.995"))
    Payment.objects.create(order=order, variant="card", currency="USD", total=20, captured_amount=Decimal("20.00"))
    assert payment_differences() == ()
