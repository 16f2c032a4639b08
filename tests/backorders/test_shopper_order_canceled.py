"""What the order's page says of an order of which a part was given up."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import pay_order
from catalog.models.product import ProductType
from tests.backorders.checkout_data import CARD, HOME
from tests.backorders.test_shopper_order import paid, placed, ship
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_an_order_of_which_a_part_was_canceled_does_not_say_that_everything_was_shipped(client: Client) -> None:
    bag = product_with_stock(quantity=9)
    whole, part = paid(bag, 2), paid(bag, 3)
    cancel_order(order=part, units={part.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    voucher = product_with_stock(quantity=9, product_type=ProductType.VIRTUAL)
    by_mail = placed({bag: 1, voucher: 1}, ship_to=HOME)
    pay_order(payment=by_mail.payments.get(), details=CARD, now=timezone.now())
    cancel_order(order=by_mail, by=None, now=timezone.now())
    ship(whole, 2, "a")
    ship(part, 2, "b")
    said = [page_text(client.get(f"/orders/{order.checkout}/")) for order in (whole, part, by_mail)]
    assert "Everything has been shipped." in said[0]
    assert "What was left of your order has been shipped." in said[1]
    assert "What was left of your order has been delivered." in said[2]
