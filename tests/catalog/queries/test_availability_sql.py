"""Rule, model method and SQL twin tell the shopper one thing."""

from decimal import Decimal

import pytest
from hypothesis import given

from catalog.models import Product, Stock
from catalog.queries.availability import with_availability
from catalog.rules.availability import availability
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, stock_policy
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.catalog import product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@of_shops
@given(shops())
def test_availability_is_the_same_by_rule_by_model_and_in_sql(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        rows = with_availability(
            Product.objects.order_by("pk"),
            stock=shop.stock,
            configured=plan.configured,
            only_x_left_threshold=plan.only_left,
        )
        by_rule = [
            availability(
                each.level(plan.enabled_sources),
                stock_policy(each.own or OwnPolicy(), plan.configured),
                only_x_left_threshold=plan.only_left,
                is_for_sale=each.is_enabled,
            )
            for each in plan.products
        ]
        assert [product.availability(shop.stock) for product in shop.products] == by_rule
        assert [(row.availability_status, row.only_left, row.can_be_bought) for row in rows] == [
            (told.status.name, told.only_left, told.can_be_bought) for told in by_rule
        ]


@pytest.mark.parametrize(("threshold", "only_left"), [(4, None), (5, 5), (6, 5)])
def test_only_x_left_in_sql_counts_the_threshold_itself(threshold: int, only_left: int | None) -> None:
    product_with_stock(quantity=5)
    rows = with_availability(
        Product.objects.all(),
        stock=Stock.objects.default(),
        configured=ConfiguredPolicy(),
        only_x_left_threshold=Decimal(threshold),
    )
    assert [row.only_left for row in rows] == [only_left]


@pytest.mark.parametrize(("quantity", "can_be_bought"), [(4, False), (5, False), (6, True)])
def test_x05_in_sql_no_whole_increment_between_minimum_and_salable_cannot_be_bought(
    quantity: int, *, can_be_bought: bool
) -> None:
    product_with_stock(quantity=quantity, min_sale_qty=5, enable_qty_increments=True, qty_increments=2)
    rows = with_availability(
        Product.objects.all(),
        stock=Stock.objects.default(),
        configured=ConfiguredPolicy(),
        only_x_left_threshold=Decimal(0),
    )
    assert [row.can_be_bought for row in rows] == [can_be_bought]
