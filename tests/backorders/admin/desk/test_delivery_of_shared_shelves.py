"""The page of a product's queue says what a delivery would do where other stocks draw on the same source."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog.rules.quantity import ZERO
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves

pytestmark = pytest.mark.django_db

EU, US = 1, 2


def test_the_preview_counts_those_of_other_stocks_too(admin_client: Client) -> None:
    shop = OrderShop.of(Shelves({1: ZERO}, {EU: frozenset({1}), US: frozenset({1})}))
    for stock, units in ((US, 2), (EU, 3)):
        shop.promise(stock, Decimal(units))
    page = reverse("admin:backorders_backorder_product", args=(shop.stocks[EU].pk, shop.product.pk))
    text = admin_text(admin_client.get(page, {"units": "4"}))
    assert "A delivery of 4 to Shelf 1 would cover 4 owed units. 2 of them are for orders of other stocks." in text
    assert "would be left" not in text
    assert "1 would be left." in admin_text(admin_client.get(page, {"units": "6"}))
