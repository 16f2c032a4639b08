"""Levels that something has spoiled are summed afresh from source items and ledger, and no others are touched."""

import pytest
from django.db import connection, transaction

from catalog.actions.repair_levels import repair_groups, repair_levels
from catalog.models import SharingStock, StockLevel
from catalog.queries.inventory_differences import group_differences, inventory_differences
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import ReservationFactory, SourceFactory, StockFactory, product_with_stock

pytestmark = pytest.mark.django_db


def spoil(sql: str) -> None:
    """Write what no trigger sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_each_level_is_repaired_once_whatever_differs_of_it() -> None:
    first, second, third = (product_with_stock(quantity=units) for units in (5, 7, 9))
    ReservationFactory.create(product=first, quantity=-2)
    spoil(f"UPDATE catalog_stocklevel SET reserved = 4, on_hand = 1 WHERE product_id = {first.pk}")
    spoil(f"DELETE FROM catalog_stocklevel WHERE product_id = {second.pk}")
    untouched = StockLevel.objects.get(product=third).pk
    assert repair_levels(inventory_differences()) == 2
    assert (inventory_differences(), kept_levels()) == ((), recomputed_levels())
    assert StockLevel.objects.get(product=third).pk == untouched
    assert repair_levels(inventory_differences()) == 0


def test_what_others_have_of_a_shelf_is_shared_out_again() -> None:
    berlin = SourceFactory.create()
    eu, us = (StockFactory.create(sources=[berlin]) for _ in range(2))
    product = product_with_stock(quantity=5, source=berlin)
    for stock, units in ((eu, 2), (us, 1)):
        ReservationFactory.create(product=product, stock=stock, quantity=-units)
    spoil("UPDATE catalog_stocklevel SET reserved = 0, elsewhere = 0, shares = false")
    repair_levels(inventory_differences())
    assert (inventory_differences(), kept_levels()) == ((), recomputed_levels())
    levels = StockLevel.objects.filter(product=product).order_by("stock")
    assert list(levels.values_list("free", "elsewhere", "shares")) == [(2, 1, True), (2, 2, True)]


def test_stocks_are_grouped_by_the_links_that_there_are() -> None:
    berlin = SourceFactory.create()
    eu, us = (StockFactory.create(sources=[berlin]) for _ in range(2))
    spoil("DELETE FROM catalog_sharingstock")
    assert group_differences() != ()
    repair_groups()
    assert group_differences() == ()
    assert set(SharingStock.objects.values_list("stock", "group")) == {(eu.pk, eu.pk), (us.pk, eu.pk)}
