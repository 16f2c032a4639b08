"""A refused payment is no dead end: what was ordered lies in the cart again, as far as it can be bought."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import CartLine
from catalog.forms.hidden_fields import KEY
from catalog.models import SourceItem
from tests.backorders.checkout_data import REFUSED_CARD
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_a_refused_payment_is_tried_again_where_no_cart_is_left(client: Client) -> None:
    product, other = product_with_stock(quantity=5, name="Bag"), product_with_stock(quantity=3, name="Mug")
    order = place_order(lines={product: 2, other: 3}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=REFUSED_CARD, now=timezone.now())
    SourceItem.objects.filter(product=other).update(quantity=1)
    assert "Try again" in page_text(client.get(f"/orders/{order.checkout}/"))
    fields = {KEY: str(uuid.uuid4())}
    text = page_text(client.post(f"/orders/{order.checkout}/again/", fields, follow=True))
    client.post(f"/orders/{order.checkout}/again/", fields)
    assert "What you ordered is in your cart again." in text
    assert "Mug was not put into your cart: not enough items for sale" in text
    assert [(line.product, line.quantity) for line in CartLine.objects.all()] == [(product, 2)]
    assert "Try again" in page_text(client.get(f"/orders/{order.checkout}/"))
    product.delete()
    other.delete()
    assert "It is no longer sold" not in page_text(Client().get("/cart/"))
    gone = page_text(Client().post(f"/orders/{order.checkout}/again/", follow=True))
    assert "Mug was not put into your cart: it is no longer sold." in gone


def test_who_was_never_sent_to_a_page_of_the_provider_cannot_come_back_from_it(client: Client) -> None:
    order = place_order(lines={product_with_stock(quantity=1): 1}, email="ada@example.org", by=None, now=timezone.now())
    text = page_text(client.get(f"/orders/{order.checkout}/?returned=1"))
    assert "Your payment is being confirmed" not in text
    assert "Card number" in text
