"""The stock of a page of products: per source, and per stock."""

import pytest

from catalog.models.product import ProductType
from catalog.queries.stock_grid import stock_grid
from catalog.rules.in_force import ConfiguredPolicy
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def test_each_product_has_its_units_by_the_names_of_the_sources() -> None:
    west, east = SourceFactory.create(name="West", is_enabled=False), SourceFactory.create(name="East")
    bag, cap = product_with_stock(quantity=3), product_with_stock(quantity=4, source=west)
    for source, units in ((west, 1), (east, 2)):
        SourceItemFactory.create(product=bag, source=source, quantity=units)
    product_with_stock(quantity=9)
    jacket, unassigned = ProductFactory.create(product_type=ProductType.CONFIGURABLE), ProductFactory.create()
    found = stock_grid([bag, cap, jacket, unassigned], configured=ConfiguredPolicy())
    assert {
        pk: [(row.source_name, row.quantity, row.source_is_enabled) for row in each.at_sources]
        for pk, each in found.items()
    } == {
        bag.pk: [(default_source().name, 3, True), ("East", 2, True), ("West", 1, False)],
        cap.pk: [("West", 4, False)],
        unassigned.pk: [],
    }
    assert [each.at_default_source for each in found.values()] == [3, None, None]
    assert [[stock.level.on_hand for stock in each.in_stocks] for each in found.values()] == [[3], [], []]
