"""The preview tells what saving would do, and saving then does it."""

from dataclasses import replace

import pytest

from catalog.models import Product, Stock
from catalog.queries.effect import StockEffect, configuration_effect
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.quantity import quantity
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db
NOW = ConfiguredPolicy()


def effect(after: ConfiguredPolicy, before: ConfiguredPolicy = NOW) -> StockEffect:
    return configuration_effect(before, after, stocks=[Stock.objects.default()])[0]


def test_no_change_changes_nothing() -> None:
    product_with_stock(quantity=5)
    assert effect(NOW).changes_nothing


def test_limited_backorders_add_units_and_make_sold_out_products_buyable() -> None:
    product_with_stock(quantity=5)
    sold_out = product_with_stock(quantity=0, name="Sold out")
    found = effect(replace(NOW, backorders=BackorderMode.ALLOW, min_qty=quantity(-50)))
    assert (found.become_buyable, found.stop_being_buyable, found.more_units) == (1, 0, 100)
    assert found.names == (("Sold out", sold_out.sku, True),)


def test_unlimited_backorders_are_counted_apart() -> None:
    product_with_stock(quantity=5)
    found = effect(replace(NOW, backorders=BackorderMode.ALLOW))
    assert (found.become_unlimited, found.more_units, found.become_buyable) == (1, 0, 0)


def test_products_with_their_own_values_are_not_touched() -> None:
    product_with_stock(quantity=0, backorders=0, min_qty=0)
    assert effect(replace(NOW, backorders=BackorderMode.ALLOW, min_qty=quantity(-50))).changes_nothing


def test_units_that_are_not_counted_add_nothing() -> None:
    product_with_stock(quantity=5)
    product_with_stock(quantity=5, manage_stock=False)
    found = effect(replace(NOW, backorders=BackorderMode.ALLOW, min_qty=quantity(-50)))
    assert found.more_units == 50
    assert effect(replace(NOW, manage_stock=False)).more_units == 0


def test_units_of_what_does_not_stay_limited_are_not_counted_whichever_way_it_goes() -> None:
    product_with_stock(quantity=20)
    limited = replace(NOW, min_qty=quantity(10))
    for other in (replace(NOW, backorders=BackorderMode.ALLOW), replace(NOW, manage_stock=False)):
        assert (effect(other, before=limited).more_units, effect(limited, before=other).more_units) == (0, 0)


def test_of_a_shelf_between_the_two_thresholds_only_what_was_salable_goes_and_comes() -> None:
    """Eight on the shelf lose five to a threshold of five; three have only three to lose."""
    for units in (8, 3):
        product_with_stock(quantity=units)
    higher = replace(NOW, min_qty=quantity(5))
    assert (effect(higher).more_units, effect(NOW, before=higher).more_units) == (-8, 8)


def test_products_that_one_change_makes_buyable_and_others_that_it_stops_are_told_apart() -> None:
    """The threshold falls and backorders end: products without backorders gain units, those with them lose some."""
    for _ in range(2):
        product_with_stock(quantity=3, backorders=0)
    for quantity_ in (0, -1, -2):
        product_with_stock(quantity=quantity_)
    before = replace(NOW, backorders=BackorderMode.ALLOW, min_qty=quantity(3))
    found = effect(replace(NOW, backorders=BackorderMode.NO_BACKORDERS, min_qty=quantity(0)), before=before)
    assert (found.become_buyable, found.stop_being_buyable) == (2, 3)


def test_at_most_twenty_are_named_in_order() -> None:
    for number in reversed(range(25)):
        product_with_stock(quantity=3, name=f"Bag {number:02}")
    found = effect(replace(NOW, min_qty=quantity(3)))
    assert found.stop_being_buyable == 25
    assert [name for name, _, _ in found.names] == [f"Bag {number:02}" for number in range(20)]


def test_what_was_foretold_happens() -> None:
    sold_out = product_with_stock(quantity=0)
    foretold = effect(replace(NOW, backorders=BackorderMode.ALLOW, min_qty=quantity(-50)))
    before = sold_out.salable_quantity()
    configure("cataloginventory/item_options/backorders", "1")
    configure("cataloginventory/item_options/min_qty", "-50")
    assert Product.objects.get(pk=sold_out.pk).salable_quantity() - before == foretold.more_units
