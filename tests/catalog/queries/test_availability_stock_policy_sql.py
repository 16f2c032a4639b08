"""Rule, model method and SQL twin give one policy."""

from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import given

from catalog.models import Product
from catalog.queries.availability import with_stock_policy
from catalog.rules.stock_policy import BackorderMode, OwnPolicy, StockPolicy, stock_policy
from tests.catalog.queries.shops import ShopPlan, open_shop, quickly, shops
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


def policies_in_sql(rows: QuerySet[Any]) -> list[StockPolicy]:
    columns = ("manage_stock", "backorders", "min_qty", "min_sale_qty", "max_sale_qty", "notify_stock_qty")
    return [
        StockPolicy(
            **{name: getattr(row, f"policy_{name}") for name in columns if name != "backorders"},
            backorders=BackorderMode(row.policy_backorders),
            increment=row.policy_increment,
            is_qty_decimal=row.policy_is_qty_decimal,
        )
        for row in rows
    ]


@quickly
@given(shops())
def test_policy_is_the_same_by_rule_by_model_and_in_sql(plan: ShopPlan) -> None:
    with rolled_back():
        products = open_shop(plan).products
        rows = with_stock_policy(Product.objects.order_by("pk"), plan.configured)
        by_rule = [stock_policy(each.own or OwnPolicy(), plan.configured) for each in plan.products]
        assert [product.stock_policy() for product in products] == by_rule
        assert policies_in_sql(rows) == by_rule
        assert [row.policy_threshold for row in rows] == [policy.threshold for policy in by_rule]
