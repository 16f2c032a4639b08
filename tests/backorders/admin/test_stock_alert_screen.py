"""Reports > Back in Stock Alerts, read by staff."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

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


@pytest.mark.parametrize("rows", [1, 30])
def test_list_asks_as_often_for_one_row_as_for_thirty(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        waits(product_with_stock(), f"{number}@example.org", timezone.now())
    with django_assert_num_queries(7):
        assert f"{rows - 1}@example.org" in admin_client.get(GRID).content.decode()
