"""What cannot be bought is the same in SQL as by the rule."""

import pytest
from django.db import connection

from catalog.models import ConfigurationValue, StockLevel
from catalog.queries.stopped_sale import not_buyable
from catalog.rules.in_force import OwnPolicy, stock_policy
from catalog.rules.salable import bounds
from catalog.rules.stopped_sale import StopCause, stop_cause
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_every_level_has_the_cause_that_the_rule_finds() -> None:
    for fields in (
        {"quantity": 5},
        {"quantity": 0},
        {"quantity": 0, "backorders": 1},
        {"quantity": 3, "min_qty": 3},
        {"quantity": 3, "min_sale_qty": 4},
        {"quantity": 9, "min_sale_qty": 4, "max_sale_qty": 3},
        {"quantity": 0, "manage_stock": False},
        {"quantity": 5, "in_stock": False},
        {"quantity": 5, "is_enabled": False},
    ):
        product_with_stock(**fields)  # type: ignore[arg-type]
    product_with_stock(quantity=5).source_items.all().delete()
    ProductFactory.create()
    configured = ConfigurationValue.objects.in_force().configured_policy()
    expected = {}
    for level in StockLevel.objects.select_related("product__stock_item"):
        product = level.product
        own = product.stock_item.own_policy() if hasattr(product, "stock_item") else OwnPolicy()
        free = level.as_level().free_for_sale(is_enabled=product.is_enabled)
        bound = bounds(stock_policy(own, configured)).buyable_from
        if cause := stop_cause(free, bound, is_enabled=product.is_enabled):
            expected[level.pk] = cause
    with connection.cursor() as cursor:
        cursor.execute(*not_buyable(configured))
        assert {level: StopCause(cause) for _, _, level, cause in cursor.fetchall()} == expected
    assert len(set(expected.values())) >= 4
