"""Whoever writes, and in whatever statement: each stock level knows the class of its product, and what of it is for sale."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given

from catalog.models import PolicyClass, Product, StockItem, StockLevel, StockSourceLink
from catalog.models.product import ProductType
from catalog.rules.in_force import OWN_VALUES
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.concurrency.race import race
from tests.examples import of_shops
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    StockFactory,
    product_with_stock,
)
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
NOT_ASKED = {"notify_stock_qty", "backorder_lead_time"}


def own_values(item: StockItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    found = {name: getattr(item, name) for name in OWN_VALUES if name not in NOT_ASKED}
    return {
        name: value for name, value in found.items() if value is not None and (name, value) != ("is_qty_decimal", False)
    }


def kept() -> Iterator[tuple[int, int, dict[str, Any], Decimal | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT level.stock_id, level.product_id, class.own::text, level.free_for_sale FROM catalog_stocklevel AS level"
            " LEFT JOIN catalog_policyclass AS class ON class.id = level.policy_class_id ORDER BY 1, 2"
        )
        for stock, product, own, free in cursor.fetchall():
            yield stock, product, json.loads(own, parse_float=Decimal), free


def recomputed() -> Iterator[tuple[int, int, dict[str, Any], Decimal | None]]:
    own = {item.product_id: item for item in StockItem.objects.all()}
    for row in StockLevel.objects.select_related("product").order_by("stock_id", "product_id"):
        is_sold = row.product.is_enabled and row.product.holds_stock
        yield (
            row.stock_id,
            row.product_id,
            own_values(own.get(row.product_id)),
            row.as_level().free_for_sale(is_enabled=is_sold),
        )


def execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


NEW = (
    "INSERT INTO catalog_stockitem (product_id, backorders, min_qty, is_qty_decimal, is_decimal_divided)"
    " SELECT id, 1, -5, FALSE, FALSE FROM catalog_product WHERE sku = 'PLAIN'"
)
STATEMENTS = {
    "insert": NEW,
    "insert or update": f"{NEW} ON CONFLICT (product_id) DO UPDATE SET min_qty = -7",
    "change a value": "UPDATE catalog_stockitem SET min_qty = 3",
    "change to the configuration": "UPDATE catalog_stockitem SET min_qty = NULL, backorders = NULL",
    "uses decimals": "UPDATE catalog_stockitem SET is_qty_decimal = TRUE",
    "change what is not asked": "UPDATE catalog_stockitem SET notify_stock_qty = 8",
    "swap": "UPDATE catalog_stockitem AS one SET min_qty = two.min_qty + 1 FROM catalog_stockitem AS two WHERE one.id <> two.id",
    "delete": "DELETE FROM catalog_stockitem",
    "disable": "UPDATE catalog_product SET is_enabled = FALSE",
    "enable": "UPDATE catalog_product SET is_enabled = NOT is_enabled",
    "another type": "UPDATE catalog_product SET product_type = 'configurable' WHERE sku = 'OWN'",
    "stop": "UPDATE catalog_sourceitem SET is_in_stock = FALSE",
    "unassign": "DELETE FROM catalog_sourceitem",
}


@pytest.fixture
def shop() -> None:
    east = SourceFactory.create()
    StockFactory.create(sources=[east])
    product_with_stock(sku="PLAIN", quantity=5)
    product_with_stock(sku="OWN", quantity=5, source=east, min_qty=-50, backorders=2)
    product_with_stock(sku="DECIMAL", quantity=5, is_qty_decimal=True, max_sale_qty=Decimal("2.5"))
    product_with_stock(sku="OFF", quantity=5, is_enabled=False, enable_qty_increments=True, qty_increments=2)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("statement", STATEMENTS)
def test_plain_sql_leaves_classes_right(statement: str) -> None:
    assert list(kept()) == list(recomputed())
    execute(STATEMENTS[statement])
    assert list(kept()) == list(recomputed())


@pytest.mark.usefixtures("shop")
def test_copy_the_orm_and_bulk_writes_leave_classes_right() -> None:
    plain = Product.objects.get(sku="PLAIN")
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY catalog_stockitem (product_id, max_sale_qty, is_qty_decimal, is_decimal_divided) FROM STDIN"
        ) as copy,
    ):
        copy.write_row((plain.pk, 7, False, False))
    assert list(kept()) == list(recomputed())
    items = list(StockItem.objects.all())
    for item in items:
        item.min_sale_qty = Decimal(2)
    StockItem.objects.bulk_update(items, ["min_sale_qty"])
    assert list(kept()) == list(recomputed())
    StockItem.objects.all().delete()
    StockItem.objects.bulk_create(StockItem(product=product, manage_stock=False) for product in Product.objects.all())
    assert list(kept()) == list(recomputed())
    assert StockLevel.objects.values("policy_class").distinct().count() == 1


def test_levels_that_come_later_know_the_class_too() -> None:
    first, second = SourceFactory.create(), SourceFactory.create()
    product_with_stock(quantity=5, source=first, min_qty=-3, backorders=1)
    product_with_stock(quantity=5, source=second, is_enabled=False, manage_stock=False)
    assert not list(kept())
    stock = StockFactory.create(sources=[first])
    StockSourceLink.objects.create(stock=stock, source=second)
    promised = ProductFactory.create(product_type=ProductType.VIRTUAL)
    StockItem.objects.create(product=promised, max_sale_qty=4)
    ReservationFactory.create(product=promised, stock=stock, quantity=1)
    assert len(list(kept())) == 3
    assert list(kept()) == list(recomputed())


def test_products_with_the_same_values_are_of_one_class() -> None:
    for _ in range(3):
        product_with_stock(quantity=1, min_qty=-50, backorders=1, notify_stock_qty=None)
    product_with_stock(quantity=1, min_qty=-50, backorders=1, notify_stock_qty=9)
    assert StockLevel.objects.values("policy_class").distinct().count() == 1
    assert PolicyClass.objects.filter(own={"min_qty": -50, "backorders": 1}).count() == 1


@of_shops
@given(shops())
def test_made_up_shops_keep_their_classes(plan: ShopPlan) -> None:
    with rolled_back():
        open_shop(plan)
        assert list(kept()) == list(recomputed())


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_class_wait_for_nobody() -> None:
    one, two = (product_with_stock(quantity=5) for _ in range(2))

    def write(product: Product, other: Product) -> None:
        with transaction.atomic():
            StockItem.objects.create(product=product, min_qty=-4, backorders=1)
            connection.cursor().execute("SET LOCAL lock_timeout = '1ms'")
            done.append(product)
            while len(done) < 2 and other not in done:
                connection.cursor().execute("SELECT pg_sleep(0.01)")

    done: list[Product] = []
    race([lambda: write(one, two), lambda: write(two, one)])
    assert list(kept()) == list(recomputed())


@pytest.mark.django_db(transaction=True)
def test_a_level_that_is_made_beside_a_change_of_values_knows_it() -> None:
    for turn in range(10):
        source = SourceFactory.create()
        StockFactory.create(sources=[source])
        product = ProductFactory.create(sku=f"NEW-{turn}")

        def assign(product: Product = product, source: Any = source) -> None:
            product.source_items.create(source=source, quantity=3)

        def change(product: Product = product) -> None:
            StockItem.objects.create(product=product, manage_stock=False)

        def disable(product: Product = product) -> None:
            Product.objects.filter(pk=product.pk).update(is_enabled=False)

        race([assign, change, disable])
    assert list(kept()) == list(recomputed())
