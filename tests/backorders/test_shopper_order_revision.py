"""The shopper's page carries the order's revision: he cancels the order that he saw, or looks again."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from tests.backorders.provider_money import paid
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_cancel_asks_to_look_again_at_an_order_that_staff_changed_meanwhile(client: Client) -> None:
    order = paid(2)
    address = f"/orders/{order.checkout}/cancel/"
    shown = re.findall(r'name="revision" value="(\d+)"', client.get(address).content.decode())
    cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    text = page_text(client.post(address, {"revision": shown[0]}, follow=True))
    assert "The order has changed since this page was opened. Nothing was canceled. Please look at it again." in text
    assert order.lines.get().canceled == 1
    shown = re.findall(r'name="revision" value="(\d+)"', client.get(address).content.decode())
    assert "Your order was canceled." in page_text(client.post(address, {"revision": shown[0]}, follow=True))
