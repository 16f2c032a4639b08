"""The shopper's own cancel: what has not left of an order, a line of it, or a part of one."""

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
from catalog.models.product import ProductType
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def paid_order(product: Product, quantity: int) -> Order:
    order = place_order(lines={product: quantity}, email="shopper@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def test_cancel_own_order_gives_units_and_money_back() -> None:
    bag = product_with_stock(quantity=5, price=Decimal("12.00"))
    order = cancel_own_order(order=paid_order(bag, 2), now=timezone.now()).order
    event = order.events.get(kind="canceled")
    assert (order.status, bag.salable_quantity()) == ("canceled", 5)
    assert (event.text, event.by) == ("Canceled by the shopper, through the order's link. Refunded USD 24.00.", None)
    assert event.is_through_link


def ship_one(order: Order) -> None:
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.all()[0]: Decimal(1)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def test_after_a_parcel_the_rest_is_canceled() -> None:
    order = paid_order(product_with_stock(quantity=5, price=Decimal("12.00")), 3)
    ship_one(order)
    canceled = cancel_own_order(order=order, now=timezone.now())
    line = order.lines.get()
    assert (line.shipped, line.canceled, canceled.refund, canceled.by_card) == (1, 2, Decimal("24.00"), True)
    assert canceled.order.status == "complete"


def test_one_of_two_lines_is_canceled_and_the_other_stays() -> None:
    bag, rope = product_with_stock(quantity=5, sku="BAG"), product_with_stock(quantity=5, sku="ROPE")
    order = place_order(lines={bag: 2, rope: 2}, email="shopper@example.org", by=None, now=timezone.now())
    line = order.lines.get(product=rope)
    cancel_own_order(order=order, units={line: Decimal(1)}, now=timezone.now())
    assert dict(order.lines.values_list("sku", "canceled")) == {"BAG": 0, "ROPE": 1}
    told = order.events.get(kind="canceled").text
    assert told == "Canceled 1 of ROPE by the shopper, through the order's link."


def test_virtual_units_that_were_delivered_keep_nothing_else_from_being_canceled() -> None:
    voucher = product_with_stock(quantity=5, product_type=ProductType.VIRTUAL, price=Decimal("5.00"))
    bag = product_with_stock(quantity=5, price=Decimal("12.00"))
    order = place_order(lines={voucher: 1, bag: 2}, email="shopper@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    assert cancel_own_order(order=order, now=timezone.now()).refund == Decimal("24.00")
    assert list(order.lines.values_list("shipped", "canceled")) == [(1, 0), (0, 2)]


def test_a_page_from_before_the_parcel_cancels_nothing() -> None:
    order = paid_order(product_with_stock(quantity=5), 3)
    order.refresh_from_db()
    seen = order.revision
    ship_one(order)
    with pytest.raises(CannotCancel, match=r"has changed since this page was opened\. Nothing was canceled"):
        cancel_own_order(order=order, revision=seen, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_more_than_is_left_is_refused_and_names_it() -> None:
    order = paid_order(product_with_stock(quantity=5, sku="BAG"), 3)
    with pytest.raises(CannotCancel, match="BAG: 4 asked, 3 can be canceled"):
        cancel_own_order(order=order, units={order.lines.get(): Decimal(4)}, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_cancel_own_order_refuses_what_staff_hold() -> None:
    order = paid_order(product_with_stock(quantity=5), 2)
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotCancel, match="until we release it"):
        cancel_own_order(order=order, now=timezone.now())
    assert order.lines.get().canceled == 0


def test_what_a_check_paid_for_stays_and_the_rest_is_canceled() -> None:
    product = product_with_stock(quantity=5)
    order = place_order(
        lines={product: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    invoice_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    assert cancel_own_order(order=order, now=timezone.now()).refund == 0
    assert order.lines.get().canceled == 1
    with pytest.raises(CannotCancel, match="we cancel it when you ask us"):
        cancel_own_order(order=order, now=timezone.now())


def test_x14_a_second_click_cancels_nothing() -> None:
    bag = product_with_stock(quantity=5)
    order = paid_order(bag, 2)
    cancel_own_order(order=order, now=timezone.now())
    with pytest.raises(CannotCancel, match="canceled already"):
        cancel_own_order(order=order, now=timezone.now())
    assert (bag.salable_quantity(), order.payments.get().refunds.count()) == (5, 1)
