"""Add to Cart: which cart, and what a used token means."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cart import QuantityRefused, add_to_cart, close_cart
from backorders.actions.place_order import place_order
from backorders.models import Cart
from backorders.rules.order_status import OrderStatus
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.quantity import LARGEST
from catalog.rules.salable import Reason, Refusal
from tests.factories.backorders import CartLineFactory
from tests.factories.catalog import WebsiteFactory, configure, default_website, product_with_stock

pytestmark = pytest.mark.django_db


def test_adding_without_a_token_opens_a_cart() -> None:
    line = add_to_cart(token=None, website=default_website(), product=product_with_stock(quantity=1))
    assert list(Cart.objects.all()) == [line.cart]


def test_token_of_an_order_opens_another_cart() -> None:
    product = product_with_stock(quantity=5)
    line = add_to_cart(token=None, website=default_website(), product=product)
    order = place_order(
        lines={product: 1}, email="a@example.org", checkout=line.cart.token, by=None, now=timezone.now()
    )
    order.status = OrderStatus.PROCESSING.value
    close_cart(order=order)
    again = add_to_cart(token=order.checkout, website=default_website(), product=product)
    assert again.cart.token != order.checkout


def test_a_refusal_after_an_order_leaves_no_cart_that_nobody_knows() -> None:
    product = product_with_stock(quantity=1)
    order = place_order(lines={product: 1}, email="a@example.org", checkout=uuid.uuid4(), by=None, now=timezone.now())
    with pytest.raises(QuantityRefused):
        add_to_cart(token=order.checkout, website=default_website(), product=product)
    assert not Cart.objects.exists()


def test_cart_of_another_website_is_not_touched() -> None:
    strangers = CartLineFactory.create(cart__website=WebsiteFactory.create()).cart
    line = add_to_cart(token=None, website=default_website(), product=product_with_stock(quantity=1))
    assert line.cart != strangers


def test_refusal_names_the_reason_and_the_most() -> None:
    product = product_with_stock(quantity=1, backorders=2, min_qty=-5)
    with pytest.raises(QuantityRefused) as refused:
        add_to_cart(token=None, website=default_website(), product=product, quantity=Decimal(8))
    assert (refused.value.refusal, refused.value.told.most) == (Refusal(Reason.NOT_ENOUGH, Decimal(8), Decimal(6)), 6)
    assert not Cart.objects.exists()


def test_shoppers_customer_group_has_its_own_minimum() -> None:
    configure(MIN_SALE_QTY, '{"32000": 1, "0": 4}')
    line = add_to_cart(token=None, website=default_website(), product=product_with_stock(quantity=9), group="0")
    assert line.quantity == 4


def test_more_than_a_line_can_hold_is_judged_as_the_most_that_it_can_hold() -> None:
    product = product_with_stock(quantity=1, is_qty_decimal=True)
    line = add_to_cart(token=None, website=default_website(), product=product)
    with pytest.raises(QuantityRefused) as refused:
        add_to_cart(token=line.cart.token, website=default_website(), product=product, quantity=LARGEST)
    assert (refused.value.refusal.reason, refused.value.refusal.requested) == (Reason.MAXIMUM, LARGEST)
    line.refresh_from_db()
    assert line.quantity == 1
