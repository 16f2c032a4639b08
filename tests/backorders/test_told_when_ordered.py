"""What a shopper was told when he ordered is kept on the line, whatever settings do later."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.place_order import place_order
from backorders.emails.order_confirmation import facts_now, order_confirmation
from backorders.models import OrderLine
from catalog.models import Product, StockItem
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def ordered(product: Product, units: int) -> OrderLine:
    return place_order(
        lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    ).lines.get()


def test_line_keeps_the_owed_part_and_the_mode_of_the_day() -> None:
    product = product_with_stock(quantity=2, backorders=2, min_qty=-50)
    found = [ordered(product, 1), ordered(product, 3)]
    kept = OrderLine.objects.filter(pk__in=[line.pk for line in found]).order_by("pk")
    assert list(kept.values_list("owed_when_placed", "backorders_when_placed")) == [(0, 2), (2, 2)]


def test_line_whose_stock_is_not_managed_owes_nothing() -> None:
    line = ordered(product_with_stock(quantity=0, backorders=2, manage_stock=False), 3)
    assert (line.owed_when_placed, line.was_notified) == (0, True)


@pytest.mark.parametrize("later", [{"backorders": 0}, {"backorders": 1}])
def test_order_page_and_mail_tell_the_backorder_after_the_mode_changed(client: Client, later: dict[str, int]) -> None:
    product = product_with_stock(quantity=2, backorders=2, min_qty=-50)
    order = ordered(product, 5).order
    said = "back order the remaining 3"
    StockItem.objects.filter(product=product).update(**later)
    page = client.get(f"/orders/{order.checkout}/")
    assert said in page.content.decode()
    assert said in order_confirmation(facts_now(order)).text


def test_raised_line_says_what_of_the_raise_is_owed_too() -> None:
    product = product_with_stock(quantity=5, backorders=2, min_qty=-50)
    line = ordered(product, 4)
    edit_order(order=line.order, units={line: Decimal(8)}, by=None, now=timezone.now())
    line.refresh_from_db()
    assert (line.ordered, line.owed_when_placed) == (8, 3)
    edit_order(order=line.order, units={line: Decimal(6)}, by=None, now=timezone.now())
    line.refresh_from_db()
    assert (line.ordered, line.owed_when_placed) == (6, 1)


def test_canceled_units_do_not_change_what_was_told() -> None:
    line = ordered(product_with_stock(quantity=2, backorders=2, min_qty=-50), 5)
    cancel_order(order=line.order, units={line: Decimal(3)}, by=None, now=timezone.now())
    line.refresh_from_db()
    assert line.owed_when_placed == 3
