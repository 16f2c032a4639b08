"""Rule, model method and SQL twin give one salable quantity."""

import pytest
from hypothesis import given

from catalog.models import Product
from catalog.queries.availability import with_salable_quantity
from catalog.rules.in_force import OwnPolicy, stock_policy
from catalog.rules.salable import is_salable, salable_quantity
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@of_shops
@given(shops())
def test_salable_quantity_is_the_same_by_rule_by_model_and_in_sql(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        rows = with_salable_quantity(Product.objects.order_by("pk"), stock=shop.stock, configured=plan.configured)
        judged = [
            (each.level(plan.enabled_sources), stock_policy(each.own or OwnPolicy(), plan.configured), each.is_enabled)
            for each in plan.products
        ]
        by_rule = [salable_quantity(level, policy, is_enabled=enabled) for level, policy, enabled in judged]
        assert [product.salable_quantity(shop.stock) for product in shop.products] == by_rule
        assert [row.salable_quantity for row in rows] == by_rule
        assert [row.is_salable for row in rows] == [
            is_salable(level, policy, is_enabled=enabled) for level, policy, enabled in judged
        ]
        assert [row.free for row in rows] == [level.free for level, _, _ in judged]
