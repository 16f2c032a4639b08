"""The shopper's own cancel: the whole order, while nothing of it has left."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_own_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def paid_order(product: Product, quantity: int) -> Order:
    order = place_order(lines={product: quantity}, email="shopper@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def test_cancel_own_order_gives_units_and_money_back() -> None:
    bag = product_with_stock(quantity=5, price=Decimal("12.00"))
    order = cancel_own_order(order=paid_order(bag, 2), now=timezone.now())
    event = order.events.get(kind="canceled")
    assert (order.status, bag.salable_quantity()) == ("canceled", 5)
    assert (event.text, event.by) == ("Canceled by the shopper, through the order's link. Refunded USD 24.00.", None)
    assert event.is_through_link


def test_cancel_own_order_refuses_once_a_part_has_left() -> None:
    order = paid_order(product_with_stock(quantity=5), 2)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(1)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    with pytest.raises(CannotCancel, match="A part of this order has left already"):
        cancel_own_order(order=order, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_cancel_own_order_refuses_what_staff_hold() -> None:
    order = paid_order(product_with_stock(quantity=5), 2)
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotCancel, match="Please contact us"):
        cancel_own_order(order=order, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_cancel_own_order_refuses_an_offline_order_that_was_invoiced() -> None:
    product = product_with_stock(quantity=5)
    order = place_order(
        lines={product: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    invoice_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    with pytest.raises(CannotCancel, match="Please contact us"):
        cancel_own_order(order=order, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_x14_a_second_click_cancels_nothing() -> None:
    bag = product_with_stock(quantity=5)
    order = paid_order(bag, 2)
    cancel_own_order(order=order, now=timezone.now())
    with pytest.raises(CannotCancel, match="canceled already"):
        cancel_own_order(order=order, now=timezone.now())
    assert (bag.salable_quantity(), order.payments.get().refunds.count()) == (5, 1)
