"""Whoever writes, and in whatever statement: afterwards StockLevel is what the rows add up to."""

from decimal import Decimal

import pytest
from django.db import connection

from catalog.models import Product, Source, SourceItem, Stock, StockLevel
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    """Two stocks that share a source, a disabled source, an unlinked one; products A to C, with and without units."""
    east, west, closed, spare = [
        SourceFactory.create(code=code, is_enabled=code != "closed") for code in ("east", "west", "closed", "spare")
    ]
    StockFactory.create(name="both", sources=[east, west, closed])
    StockFactory.create(name="west only", sources=[west])
    a, b = ProductFactory.create(sku="A"), ProductFactory.create(sku="B")
    ProductFactory.create(sku="C")
    for product, source, quantity, in_stock in (
        (a, east, "5.5", True),
        (a, west, "3", True),
        (a, closed, "10", True),
        (a, spare, "7", True),
        (b, closed, "4", False),
        (b, west, "-1.25", True),
    ):
        SourceItemFactory.create(product=product, source=source, quantity=Decimal(quantity), is_in_stock=in_stock)
    ReservationFactory.create(product=a, stock=Stock.objects.get(name="both"), quantity=Decimal("-2.5"))


NEW_ITEM = "INSERT INTO catalog_sourceitem (source_id, product_id, quantity, is_in_stock) "
NEW_LINK = "INSERT INTO catalog_stocksourcelink (stock_id, source_id, priority) "
PROMISE = """
    INSERT INTO catalog_reservation
        (stock_id, product_id, quantity, free_after, event_type, event_key, order_number, created_at)
    VALUES
"""
OF_A_IN_EAST = " WHERE product_id = %(A)s AND source_id = %(east)s"
OF_B_IN_WEST = " WHERE product_id = %(B)s AND source_id = %(west)s"

STATEMENTS = {
    "insert an item": NEW_ITEM + "VALUES (%(east)s, %(C)s, 9, TRUE)",
    "insert an item Out of Stock": NEW_ITEM + "VALUES (%(east)s, %(C)s, 9, FALSE)",
    "insert many items": NEW_ITEM + "SELECT s.id, p.id, 2, TRUE FROM catalog_source s, catalog_product p"
    " WHERE NOT EXISTS (SELECT FROM catalog_sourceitem i WHERE i.source_id = s.id AND i.product_id = p.id)",
    "insert or update": NEW_ITEM + "SELECT %(west)s, id, 8, TRUE FROM catalog_product"
    " ON CONFLICT (product_id, source_id) DO UPDATE SET quantity = EXCLUDED.quantity",
    "change a quantity": "UPDATE catalog_sourceitem SET quantity = 0.0001" + OF_A_IN_EAST,
    "change all quantities": "UPDATE catalog_sourceitem SET quantity = quantity * 2 - 1",
    "stop an item": "UPDATE catalog_sourceitem SET is_in_stock = FALSE" + OF_A_IN_EAST,
    "turn all statuses over": "UPDATE catalog_sourceitem SET is_in_stock = NOT is_in_stock",
    "change only the notify quantity": "UPDATE catalog_sourceitem SET notify_quantity = 3",
    "move an item out of the stock": "UPDATE catalog_sourceitem SET source_id = %(spare)s" + OF_B_IN_WEST,
    "move an item into the stock": "UPDATE catalog_sourceitem SET source_id = %(default)s WHERE source_id = %(spare)s",
    "move an item into a disabled source": "UPDATE catalog_sourceitem"
    " SET source_id = %(closed)s, product_id = %(C)s" + OF_B_IN_WEST,
    "give an item to another product": "UPDATE catalog_sourceitem SET product_id = %(C)s" + OF_A_IN_EAST,
    "change everything at once": "UPDATE catalog_sourceitem"
    " SET product_id = %(C)s, source_id = %(west)s, quantity = 6, is_in_stock = FALSE" + OF_A_IN_EAST,
    "renumber the items": "UPDATE catalog_sourceitem SET id = id + 1000000, quantity = quantity + 1",
    "delete an item": "DELETE FROM catalog_sourceitem" + OF_A_IN_EAST,
    "delete all items": "DELETE FROM catalog_sourceitem",
    "disable a source": "UPDATE catalog_source SET is_enabled = FALSE WHERE id = %(west)s",
    "enable a source": "UPDATE catalog_source SET is_enabled = TRUE WHERE id = %(closed)s",
    "turn sources over": "UPDATE catalog_source SET is_enabled = NOT is_enabled WHERE id <> %(default)s",
    "change a source's phone": "UPDATE catalog_source SET phone = '555'",
    "link a source": NEW_LINK + "VALUES (%(west only)s, %(east)s, 2)",
    "link every source": NEW_LINK + "SELECT k.id, s.id, 9 FROM catalog_stock k, catalog_source s"
    " ON CONFLICT DO NOTHING",
    "link another source instead": "UPDATE catalog_stocksourcelink SET source_id = %(spare)s"
    " WHERE stock_id = %(west only)s",
    "link another stock instead": "UPDATE catalog_stocksourcelink SET stock_id = %(west only)s"
    " WHERE source_id = %(east)s",
    "change priorities": "UPDATE catalog_stocksourcelink SET priority = priority + 1",
    "unlink a source": "DELETE FROM catalog_stocksourcelink WHERE source_id = %(west)s",
    "unlink all": "DELETE FROM catalog_stocksourcelink",
    "promise units": PROMISE + "(%(both)s, %(A)s, -3, 0, 'order_placed', 'x:1', '', now()),"
    " (%(west only)s, %(A)s, -1, 0, 'order_placed', 'x:2', '', now())",
    "give units back": PROMISE + "(%(both)s, %(A)s, 2.5, 0, 'order_canceled', 'x:1', '', now())",
    "promise what no source holds": PROMISE + "(%(west only)s, %(C)s, -1, 0, 'manual_compensation', 'x:1', '', now())",
}


def execute(statement: str) -> None:
    ids = {source.code: source.pk for source in Source.objects.all()}
    ids |= {stock.name: stock.pk for stock in Stock.objects.all()}
    ids |= {product.sku: product.pk for product in Product.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(statement, ids)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_plain_sql_leaves_the_levels_right(statement: str) -> None:
    execute(statement)
    assert kept_levels() == recomputed_levels()


def test_level_adds_up_enabled_and_in_stock_and_counts_the_rest() -> None:
    level = Product.objects.get(sku="A").stock_level(Stock.objects.get(name="both"))
    assert [level.on_hand, level.reserved, level.sources_in_stock, level.sources_assigned] == [
        Decimal("8.5"),
        Decimal("2.5"),
        2,
        3,
    ]


def test_bulk_create_leaves_the_levels_right() -> None:
    west = Source.objects.get(code="west")
    new = ProductFactory.create_batch(3)
    SourceItem.objects.bulk_create(SourceItem(product=each, source=west, quantity=Decimal(5)) for each in new)
    assert kept_levels() == recomputed_levels()
    assert StockLevel.objects.filter(product__in=new, on_hand=5).count() == 3 * 2


def test_bulk_update_leaves_the_levels_right() -> None:
    items = list(SourceItem.objects.all())
    for number, item in enumerate(items):
        item.quantity, item.is_in_stock = Decimal(number), number % 2 == 0
    SourceItem.objects.bulk_update(items, ["quantity", "is_in_stock"])
    assert kept_levels() == recomputed_levels()


def test_deleting_rows_through_the_orm_leaves_the_levels_right() -> None:
    SourceItem.objects.filter(source__code="west").delete()
    assert kept_levels() == recomputed_levels()
    Product.objects.get(sku="A").delete()
    assert kept_levels() == recomputed_levels()
    Stock.objects.get(name="west only").delete()
    assert kept_levels() == recomputed_levels()


def test_one_source_in_two_stocks_counts_in_both() -> None:
    sold = product_with_stock(quantity=6, source=SourceFactory.create())
    for name in ("first", "second"):
        StockFactory.create(name=name, sources=[sold.source_items.get().source])
    assert [sold.salable_quantity(Stock.objects.get(name=name)) for name in ("first", "second")] == [6, 6]


def places_on_disk() -> list[tuple[int, str]]:
    """Return where each level row lies: PostgreSQL writes every update to a new place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM catalog_stocklevel ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.parametrize("quiet", ["change only the notify quantity", "change a source's phone", "change priorities"])
def test_statement_that_changes_nothing_that_counts_writes_no_level(quiet: str) -> None:
    before = places_on_disk()
    execute(STATEMENTS[quiet])
    assert places_on_disk() == before
