"""Reports > Back in Stock Alerts, read by staff."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from backorders.models import StockAlert
from tests.factories.catalog import default_website, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db
GRID = "/admin/backorders/stockalert/"


def test_list_says_who_waits_for_what_and_is_narrowed(admin_client: Client) -> None:
    waits(product_with_stock(name="Bag", sku="BAG"), "ada@example.org", timezone.now())
    rope = product_with_stock(name="Rope", sku="ROPE")
    StockAlert.objects.create(product=rope, website=default_website(), email="bo@example.org", asked_at=timezone.now())
    text = admin_client.get(GRID).content.decode()
    assert "Bag (BAG)" in text
    assert "Not confirmed" in text
    narrowed = admin_client.get(f"{GRID}?standing=waiting&product=bag").content.decode()
    assert "ada@example.org" in narrowed
    assert "bo@example.org" not in narrowed


def test_list_asks_as_often_for_one_row_as_for_thirty(
    admin_client: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    bag = product_with_stock()
    for number in range(30):
        waits(bag, f"{number}@example.org", timezone.now())
    with django_assert_max_num_queries(12):
        assert "29@example.org" in admin_client.get(GRID).content.decode()
