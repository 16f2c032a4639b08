"""`manage.py check_inventory` where stocks share sources: what has drifted, and what was promised twice before it was refused."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from catalog.models import Product, Source, Stock, StockLevel
from tests.backorders.management.checked import HEALTHY, check, spoil
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import ReservationFactory, SourceFactory, StockFactory, product_with_stock

pytestmark = pytest.mark.django_db


def shared_bag() -> tuple[Product, Stock, Source]:
    """A product of which 5 lie at Berlin, for two stocks."""
    berlin = SourceFactory.create(name="Berlin")
    eu = StockFactory.create(name="EU Stock", sources=[berlin])
    StockFactory.create(name="US Stock", sources=[berlin])
    return product_with_stock(quantity=5, sku="BAG", source=berlin), eu, berlin


def test_stocks_that_share_are_named_where_group_flag_or_units_have_drifted() -> None:
    product, eu, _ = shared_bag()
    ReservationFactory.create(product=product, stock=eu, quantity=-2)
    assert check() == (0, [HEALTHY])
    spoil("UPDATE catalog_stocklevel SET elsewhere = %s WHERE stock_id <> %s", 1, eu.pk)
    spoil("UPDATE catalog_stocklevel SET shares = FALSE WHERE stock_id = %s", eu.pk)
    spoil("DELETE FROM catalog_sharingstock WHERE stock_id = %s", eu.pk)
    code, said = check()
    assert (code, said[:2]) == (
        1,
        [
            (
                "EU Stock: the stocks that share its sources differ from the links: expected with EU Stock, the same sources,"
                " found shares none"
            ),
            "EU Stock, BAG: shared with other stocks differs from the links of stocks: expected 1, found 0",
        ],
    )
    assert check("--fix")[0] == 0
    assert check() == (0, [HEALTHY])
    assert kept_levels() == recomputed_levels()


def migrate(to: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        # What waits to be checked at the commit would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    MigrationExecutor(connection).migrate(to)


def test_a_shop_that_has_oversold_is_migrated_and_owes_those_units(admin_client: Client) -> None:
    """Issue 11: before, each stock counted the shelf as its own, and agreed with itself."""
    graph = MigrationExecutor(connection).loader.graph
    newest = [*graph.leaf_nodes("catalog"), *graph.leaf_nodes("backorders")]
    product, eu, _ = shared_bag()
    migrate([("catalog", "0023_texts_in_files")])
    with connection.cursor() as cursor:
        for stock in Stock.objects.exclude(is_default=True):
            cursor.execute(
                "INSERT INTO catalog_reservation"
                " (stock_id, product_id, quantity, floor, free_after, event_type, event_key, order_number, created_at)"
                " VALUES (%s, %s, -4, 0, 0, 'order_placed', %s, '', now())",
                [stock.pk, product.pk, f"old:{stock.pk}"],
            )
    migrate(newest)
    free = dict(StockLevel.objects.filter(product=product).values_list("stock__name", "free"))
    assert free == {"EU Stock": 0, "US Stock": -3}
    sentence = "BAG: 8 promised in EU Stock and US Stock, 5 at Berlin: 3 owed, in the order of the queue."
    assert check() == (0, [sentence, HEALTHY])
    assert sentence in admin_client.get("/admin/reports/inventory-check/").content.decode()
    with pytest.raises(IntegrityError, match="has not"), transaction.atomic():
        ReservationFactory.create(product=product, stock=eu, quantity=-1, floor=0)
