"""The rows of Create New Order: found, suggested, added and removed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.backorders.create_order import PAGE, typed, words
from tests.factories.catalog import SourceItemFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_a_product_goes_by_its_name(admin_client: Client) -> None:
    product_with_stock(quantity=1, sku="BAG", name="Joust Duffle Bag")
    assert 'name="sku" value="BAG"' in words(admin_client.post(PAGE, typed(("joust duffle bag", 1))))


def test_search_finds_products_and_adds_them(admin_client: Client) -> None:
    product_with_stock(quantity=9, sku="24-MB01", name="Joust Duffle Bag")
    product_with_stock(quantity=9, sku="OTHER", name="Mug")
    page = words(admin_client.post(PAGE, typed(search="bag joust", do="search")))
    assert 'value="add:24-MB01"' in page
    assert "OTHER" not in page
    assert 'name="sku" value="24-MB01"' in words(admin_client.post(PAGE, typed(do="add:24-MB01")))


def test_search_that_finds_nothing_says_so(admin_client: Client) -> None:
    assert "No product of this website" in words(admin_client.post(PAGE, typed(search="%", do="search")))


def test_rows_are_added_and_removed(admin_client: Client) -> None:
    product_with_stock(quantity=9, sku="BAG")
    product_with_stock(quantity=9, sku="CAP")
    rows = (("BAG", 1), ("CAP", 2))
    assert words(admin_client.post(PAGE, typed(*rows, do="more"))).count('id="new-sku-') == 3
    page = words(admin_client.post(PAGE, typed(*rows, do="remove:0")))
    assert ('name="sku" value="BAG"' in page, 'name="sku" value="CAP"' in page) == (False, True)


def test_suggestions_are_at_most_twenty(admin_client: Client) -> None:
    for number in range(21):
        product_with_stock(quantity=1, sku=f"BAG-{number:02}", name=f"Bag {number:02}")
    found = admin_client.get(reverse("admin:backorders_order_products"), {"q": "bag\0"}).json()["products"]
    assert len(found) == 20
    assert found[0] == {"sku": "BAG-00", "name": "Bag 00", "price": f"USD {found[0]['price'][4:]}", "salable": "1"}


@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_asks_as_many_queries_for_thirty_rows_as_for_one(
    admin_client: Client, django_assert_num_queries: Any, lines: int
) -> None:
    items = [SourceItemFactory.create(quantity=9) for _ in range(lines)]
    sent = typed(*[(item.product.sku, 1) for item in items])
    with django_assert_num_queries(13):  # 4 of them keep the form from being done twice
        admin_client.post(PAGE, sent)
