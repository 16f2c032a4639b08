"""The products that somebody names by their SKUs."""

from typing import Any

import pytest

from catalog.queries.product_key import products_called
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


def test_a_product_is_found_in_any_spelling_and_others_are_left_out() -> None:
    bag = ProductFactory.create(sku="Bag-1")
    assert products_called(["bag-1", "BAG-1", "cap"]) == {"bag-1": bag, "BAG-1": bag}


def test_of_two_that_differ_in_capitals_the_one_spelt_so_is_meant() -> None:
    bag, twin = ProductFactory.create(sku="bag"), ProductFactory.create(sku="BAG", is_sku_twin=True)
    assert products_called(["BAG", "bag"]) == {"BAG": twin, "bag": bag}


def test_however_many_products_are_named_it_is_one_query(django_assert_num_queries: Any) -> None:
    for count in (1, 30):
        skus = [ProductFactory.create().sku for _ in range(count)]
        with django_assert_num_queries(1):
            assert len(products_called(skus)) == count
