"""Rule and view call the same rows low, at the same levels."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given

from catalog.models import LowStock
from catalog.models.product import ProductType
from catalog.rules.in_force import OwnPolicy, stock_policy
from catalog.rules.low_stock import is_low, notify_level, watched_level
from catalog.rules.product_setting import MANAGE_STOCK, NOTIFY_STOCK_QTY
from catalog.sql import made_by_text, trigger_texts
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.catalog import product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db

Row = tuple[int, int | None, Decimal, Decimal]


@of_shops
@given(shops())
def test_what_is_low_is_the_same_by_rule_and_in_the_view(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        expected: set[Row] = set()
        for product, planned in zip(shop.products, plan.products, strict=True):
            policy = stock_policy(planned.own or OwnPolicy(), plan.configured)
            level = watched_level(policy, is_enabled=planned.is_enabled, holds_stock=True)
            for source, (quantity, _, notify) in planned.items.items():
                own = notify_level(notify, level)
                if plan.enabled_sources[source] and own is not None and is_low(quantity, own):
                    expected.add((product.pk, None, quantity, own))
            kept = planned.level(plan.enabled_sources)
            if kept.sources_assigned and level is not None and is_low(kept.free, level):
                expected.add((product.pk, shop.stock.pk, kept.free, level))
        found = {(row.product_id, row.stock_id, row.quantity, row.notify_level) for row in LowStock.objects.all()}
        assert found == expected


def test_the_lowest_come_from_two_indexes_side_by_side() -> None:
    with connection.cursor() as cursor:
        # For the few rows of a test PostgreSQL would read and sort the whole table: it must not here.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN SELECT * FROM catalog_lowstock ORDER BY quantity, product_id, id LIMIT 50")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    for part in ("Merge Append", "Index Scan using source_item_by_quantity", "using stock_level_by_free"):
        assert part in plan, plan


@pytest.mark.parametrize(("quantity", "is_listed"), [(11, False), (10, True), (0, True), (-3, True)])
def test_ten_or_less_is_low_when_the_level_is_ten(quantity: int, *, is_listed: bool) -> None:
    product_with_stock(quantity=quantity, notify_stock_qty=10)
    assert LowStock.objects.exists() == is_listed


def test_a_configurable_product_is_never_low() -> None:
    product_with_stock(quantity=0, product_type=ProductType.CONFIGURABLE)
    assert not LowStock.objects.exists()


def test_an_empty_configuration_means_what_is_built_in() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_viewdef('catalog_notifylevel')")
        (definition,) = cursor.fetchone() or ("",)
    for setting in (MANAGE_STOCK, NOTIFY_STOCK_QTY):
        _, _, after = definition.partition(setting.path)
        assert re.search(r"scope = 0\)*, '([^']*)'", after).group(1) == setting.default  # type: ignore[union-attr]


def test_the_triggers_know_the_same_settings_and_what_is_built_in() -> None:
    texts = [*made_by_text("catalog").values(), *trigger_texts("catalog", "low_stock").values()]
    paths = {path for text in texts for path in re.findall(r"'(cataloginventory/[^']*)'", text)}
    assert paths == {MANAGE_STOCK.path, NOTIFY_STOCK_QTY.path}
    with connection.cursor() as cursor:
        cursor.execute("SELECT manage, notify FROM catalog_notify_configured()")
        assert cursor.fetchall() == [(MANAGE_STOCK.default, NOTIFY_STOCK_QTY.default)]
    assert re.findall(r"coalesce\(OLD.value, '([^']*)'\)", trigger_texts("catalog", "low_stock")["configuration"]) == [
        MANAGE_STOCK.default,
        NOTIFY_STOCK_QTY.default,
    ]
