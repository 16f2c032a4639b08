"""A repair in the middle of the sale: nothing sold meanwhile is lost, nothing is compensated twice."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.repair_inventory import repair_promises
from backorders.queries.promise_differences import promise_differences
from catalog.actions.repair_levels import repair_levels
from catalog.models import Product, Reservation
from catalog.queries.inventory_differences import inventory_differences
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.concurrency.race import race
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def spoil(sql: str) -> None:
    """Write what no trigger sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


def sell(product: Product) -> int:
    for _ in range(10):
        place_order(lines={product: 1}, email="shopper@example.org", by=None, now=timezone.now())
    return 0


def test_levels_repaired_while_orders_are_placed_count_every_order() -> None:
    product = product_with_stock(quantity=100)
    sell(product)
    spoil("UPDATE catalog_stocklevel SET reserved = 3, on_hand = 90")
    found = inventory_differences()

    def repair() -> int:
        return sum(repair_levels(found) for _ in range(10))

    race([repair, lambda: sell(product), lambda: sell(product), repair])
    assert kept_levels() == recomputed_levels()
    assert product.stock_level().free == 70


def test_two_repairs_at_once_compensate_once() -> None:
    place_order(lines={product_with_stock(quantity=5): 3}, email="shopper@example.org", by=None, now=timezone.now())
    spoil("UPDATE backorders_orderline SET shipped = 1")
    found = promise_differences()
    assert sorted(race([lambda: repair_promises(found)] * 4)) == [0, 0, 0, 1]
    assert (Reservation.objects.count(), promise_differences()) == (2, ())
