"""Rule, model method and SQL twin give one policy."""

from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import given

from catalog.models import Product
from catalog.queries.availability import with_stock_policy
from catalog.rules.in_force import OwnPolicy, StockPolicy, own_value, stock_policy
from catalog.rules.product_setting import PRODUCT_SETTINGS
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


def policies_in_sql(rows: QuerySet[Any]) -> list[StockPolicy]:
    return [
        StockPolicy(
            **{
                setting.name: own_value(setting, getattr(row, f"policy_{setting.name}")) for setting in PRODUCT_SETTINGS
            },
            is_qty_decimal=row.policy_is_qty_decimal,
        )
        for row in rows
    ]


@of_shops
@given(shops())
def test_policy_is_the_same_by_rule_by_model_and_in_sql(plan: ShopPlan) -> None:
    with rolled_back():
        products = open_shop(plan).products
        rows = with_stock_policy(Product.objects.order_by("pk"), plan.configured)
        by_rule = [stock_policy(each.own or OwnPolicy(), plan.configured) for each in plan.products]
        assert [product.stock_policy() for product in products] == by_rule
        assert policies_in_sql(rows) == by_rule
        assert [row.policy_increment for row in rows] == [policy.increment for policy in by_rule]
        assert [row.policy_threshold for row in rows] == [policy.threshold for policy in by_rule]
