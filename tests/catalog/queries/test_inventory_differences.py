"""What stored levels say other than what they are made of."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from catalog.actions.repair_levels import repair_levels
from catalog.models import PolicyClass, Product, Stock
from catalog.queries.inventory_differences import inventory_differences, overpromised, sku_twins
from catalog.rules.shared_sources import Overpromised
from catalog.rules.stock_level import LevelColumn
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def spoil(sql: str) -> None:
    """Write what no trigger sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


def found(**fields: int) -> list[tuple[str, str, LevelColumn, Decimal, Decimal]]:
    return [(each.stock, each.sku, each.column, each.expected, each.found) for each in inventory_differences(**fields)]


def test_levels_that_are_what_they_sum_differ_in_nothing() -> None:
    ReservationFactory.create(product=product_with_stock(quantity=5), quantity=-2)
    assert found() == []


def test_each_number_that_differs_is_named_with_what_it_should_be() -> None:
    bag, cap = product_with_stock(quantity=5, sku="BAG"), product_with_stock(quantity=7, sku="CAP")
    ReservationFactory.create(product=bag, quantity=-2)
    spoil("UPDATE catalog_stocklevel SET on_hand = 4, reserved = 9, sources_in_stock = 0, sources_assigned = 3")
    default = Stock.objects.default().name
    both = [
        (default, "BAG", LevelColumn.ON_HAND, 5, 4),
        (default, "BAG", LevelColumn.SOURCES_IN_STOCK, 1, 0),
        (default, "BAG", LevelColumn.SOURCES_ASSIGNED, 1, 3),
        (default, "BAG", LevelColumn.RESERVED, 2, 9),
        (default, "CAP", LevelColumn.ON_HAND, 7, 4),
        (default, "CAP", LevelColumn.SOURCES_IN_STOCK, 1, 0),
        (default, "CAP", LevelColumn.SOURCES_ASSIGNED, 1, 3),
        (default, "CAP", LevelColumn.RESERVED, 0, 9),
    ]
    assert found() == both
    assert found(product_id=cap.pk) == both[4:]


def test_one_number_that_differs_is_the_only_one_that_is_told() -> None:
    product_with_stock(quantity=5, sku="BAG")
    spoil("UPDATE catalog_stocklevel SET reserved = 1")
    assert [(column, column.cause) for _, _, column, _, _ in found()] == [(LevelColumn.RESERVED, "the ledger")]
    assert LevelColumn.ON_HAND.cause == "the source items"


def test_what_a_level_says_of_its_product_is_looked_at_and_repaired() -> None:
    product_with_stock(sku="SOLD", quantity=5, min_qty=-3, backorders=1)
    product_with_stock(sku="OFF", quantity=5, is_enabled=False)
    spoil("UPDATE catalog_stocklevel SET is_sold = NOT is_sold, policy_class_id = NULL")
    wanted = {own.get("min_qty"): pk for pk, own in PolicyClass.objects.values_list("pk", "own")}
    told = [(sku, column, expected, kept) for _, sku, column, expected, kept in found()]
    assert told == [
        ("SOLD", LevelColumn.IS_SOLD, 1, 0),
        ("SOLD", LevelColumn.POLICY_CLASS, wanted[-3], 0),
        ("OFF", LevelColumn.IS_SOLD, 0, 1),
        ("OFF", LevelColumn.POLICY_CLASS, wanted[None], 0),
    ]
    repair_levels(inventory_differences())
    assert found() == []


def test_a_level_that_is_missing_is_one_of_nothing() -> None:
    product_with_stock(quantity=5, sku="BAG")
    spoil("DELETE FROM catalog_stocklevel")
    assert [(column, expected, kept) for _, _, column, expected, kept in found()] == [
        (LevelColumn.ON_HAND, 5, 0),
        (LevelColumn.SOURCES_IN_STOCK, 1, 0),
        (LevelColumn.SOURCES_ASSIGNED, 1, 0),
    ]


def test_twins_of_an_old_shop_are_told_together_the_first_written_first() -> None:
    assert sku_twins() == ()
    first, second, third = (ProductFactory.create(sku=sku) for sku in ("B-1", "B-2", "ALONE"))
    spoil(f"UPDATE catalog_product SET sku = 'b-1', is_sku_twin = true WHERE id = {second.pk}")
    spoil(f"UPDATE catalog_product SET is_sku_twin = true WHERE id = {third.pk}")
    assert sku_twins() == ((first, Product.objects.get(pk=second.pk)),)


def test_what_stocks_have_promised_beyond_a_shared_shelf_is_told_in_sku_order() -> None:
    berlin, paris = SourceFactory.create(name="Berlin"), SourceFactory.create(name="Paris")
    eu = StockFactory.create(name="EU Stock", sources=[berlin, paris])
    us = StockFactory.create(name="US Stock", sources=[berlin])
    assert overpromised() == ()
    for sku, there in (("CAP", 3), ("BAG", 5), ("HAT", 6)):
        product = product_with_stock(quantity=there, source=berlin, sku=sku, backorders=1)
        SourceItemFactory.create(product=product, source=paris, quantity=9, is_in_stock=False)
        for stock, units in ((eu, 4), (us, 2)):
            ReservationFactory.create(product=product, stock=stock, quantity=-units)
    assert overpromised() == tuple(
        Overpromised(
            sku, ("EU Stock", "US Stock"), ("Berlin", "Paris"), promised=Decimal(6), lying=Decimal(there), owed=owed
        )
        for sku, there, owed in (("BAG", 5, Decimal(1)), ("CAP", 3, Decimal(3)))
    )
