"""Which products are counted at a source."""

from typing import Any

import pytest

from catalog.models import Product
from catalog.queries.stock_count import counted_products, products_counted
from tests.factories.catalog import ProductFactory, SourceFactory, SourceItemFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def on_hand(rows: Any) -> list[tuple[str, Any]]:
    return [(row.sku, row.on_hand) for row in rows]


def test_those_of_the_source_are_shown_by_sku_with_what_lies_there_alone() -> None:
    lyon = SourceFactory.create()
    cap, bag = product_with_stock(quantity=4, sku="CAP"), product_with_stock(quantity=9, sku="BAG")
    SourceItemFactory.create(product=bag, source=lyon, quantity=0)
    SourceItemFactory.create(product=product_with_stock(quantity=1, sku="ART"), source=lyon, quantity=-2)
    assert on_hand(counted_products(lyon.pk)) == [("ART", -2), ("BAG", 0)]
    assert on_hand(counted_products(default_source().pk)) == [("ART", 1), ("BAG", 9), ("CAP", 4)]
    assert on_hand(products_counted(lyon.pk, [cap.pk, bag.pk, 10**9])) == [("BAG", 0), ("CAP", None)]


def test_those_that_are_not_assigned_are_shown_when_asked_for_and_no_configurable_product() -> None:
    product_with_stock(quantity=4, sku="CAP")
    ProductFactory.create(sku="NEW")
    ProductFactory.create(sku="SHIRT", product_type="configurable")
    assert on_hand(counted_products(default_source().pk, is_every=True)) == [("CAP", 4), ("NEW", None)]


def test_they_are_found_by_sku_and_name() -> None:
    product_with_stock(sku="BAG-1", name="Duffle", slug="duffle")
    product_with_stock(sku="CAP-1", name="Cap")
    assert [row.sku for row in counted_products(default_source().pk, typed="bag-1")] == ["BAG-1"]
    assert [row.sku for row in counted_products(default_source().pk, typed="duff")] == ["BAG-1"]
    assert [row.sku for row in counted_products(default_source().pk, typed="none of it")] == []


def test_their_texts_are_not_read() -> None:
    product_with_stock()
    row: Product = counted_products(default_source().pk)[0]
    assert "description" in row.get_deferred_fields()
