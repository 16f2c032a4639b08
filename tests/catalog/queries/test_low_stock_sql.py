"""Rule and SQL twin call the same source items low."""

import pytest
from hypothesis import given

from catalog.models import SourceItem
from catalog.queries.low_stock_sql import low_source_items
from catalog.rules.low_stock import is_low, notify_level
from catalog.rules.stock_policy import ConfiguredPolicy, OwnPolicy, stock_policy
from tests.catalog.queries.shops import ShopPlan, open_shop, quickly, shops
from tests.factories.catalog import product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@quickly
@given(shops())
def test_low_items_are_the_same_by_rule_and_in_sql(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        expected = set()
        for product, planned in zip(shop.products, plan.products, strict=True):
            own = planned.own or OwnPolicy()
            managed = stock_policy(own, plan.configured).manage_stock
            for source, (quantity, _, notify) in planned.items.items():
                level = notify_level(notify, own.notify_stock_qty, plan.configured.notify_stock_qty)
                if planned.is_enabled and managed and plan.enabled_sources[source] and is_low(quantity, level):
                    expected.add((product.pk, quantity, level))
        found = low_source_items(SourceItem.objects.all(), configured=plan.configured)
        assert {(row.product_id, row.quantity, row.notify_level) for row in found} == expected


@pytest.mark.parametrize(("quantity", "is_listed"), [(11, False), (10, True), (0, True), (-3, True)])
def test_ten_or_less_is_low_when_the_level_is_ten(quantity: int, *, is_listed: bool) -> None:
    product_with_stock(quantity=quantity, notify_stock_qty=10)
    assert low_source_items(SourceItem.objects.all(), configured=ConfiguredPolicy()).exists() == is_listed
