"""Cancelling: units go back once, to no source; money goes back with them."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product, Reservation, SourceItem
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def paid_order(bag: Product, quantity: int) -> Order:
    order = place_order(lines={bag: quantity}, email="shopper@example.org", by=None)
    pay_order(payment=order.payments.get(), details=CARD)
    return order


def test_cancel_order_returns_the_units_to_the_salable_quantity_and_to_no_source() -> None:
    bag = product_with_stock(quantity=25, backorders=2, min_qty=-50)
    cancel_order(order=paid_order(bag, 30), by=None)
    assert bag.salable_quantity() == 75
    assert SourceItem.objects.get(product=bag).quantity == 25


def test_cancel_order_refunds_what_was_captured() -> None:
    order = paid_order(product_with_stock(quantity=25, price=Decimal("10.00")), 3)
    cancel_order(order=order, by=None)
    refund = order.payments.get().refunds.get()
    assert (refund.amount, refund.status) == (order.total, "requested")


def test_cancel_order_says_who_and_when() -> None:
    staff = User.objects.create_user("ada")
    cancelled = cancel_order(order=paid_order(product_with_stock(quantity=2), 1), by=staff)
    assert cancelled.cancelled_by == staff
    assert cancelled.cancelled_at is not None


def test_x14_cancelling_twice_gives_the_units_back_once() -> None:
    bag = product_with_stock(quantity=10)
    order = paid_order(bag, 1)
    cancel_order(order=order, by=None)
    with pytest.raises(CannotCancel):
        cancel_order(order=order, by=None)
    assert bag.salable_quantity() == 10


def test_c29_units_of_a_deleted_product_are_given_back_to_nobody() -> None:
    bag = product_with_stock(quantity=10, sku="SAME")
    order = paid_order(bag, 3)
    bag.delete()
    again = product_with_stock(quantity=50, sku="SAME")
    cancel_order(order=order, by=None)
    assert again.salable_quantity() == 50


def test_c11_x16_a_renamed_sku_keeps_its_reservation() -> None:
    bag = product_with_stock(quantity=1)
    paid_order(bag, 1)
    bag.sku = "RENAMED"
    bag.save()
    assert Product.objects.get(sku="RENAMED").salable_quantity() == 0
    assert Reservation.objects.count() == 1
