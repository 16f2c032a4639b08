"""Rule, model method and SQL tell one thing of whole shops, whether bounds come with the query or are kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.policy_class import keep_bounds
from catalog.models import Product, Stock
from catalog.queries import availability as asked
from catalog.queries.availability import among, class_bounds, status_counts, told
from catalog.queries.effect import configuration_effect, stock_totals
from catalog.queries.listing import buyable
from catalog.rules.availability import AvailabilityStatus, availability
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy, stock_policy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, bounds, can_be_bought, salable_quantity
from tests.catalog.queries.shops import ProductPlan, Shop, ShopPlan, open_shop, shops
from tests.catalog.rules.strategies import configured_policies
from tests.examples import of_shops
from tests.factories.catalog import default_website, product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


def judged(plan: ShopPlan, configured: ConfiguredPolicy) -> list[tuple[ProductPlan, Level, StockPolicy]]:
    return [
        (each, each.level(plan.enabled_sources), stock_policy(each.own or OwnPolicy(), configured))
        for each in plan.products
    ]


def statuses_in_sql(shop: Shop, configured: ConfiguredPolicy) -> list[AvailabilityStatus]:
    found: dict[int, AvailabilityStatus] = {}
    for status in AvailabilityStatus:
        for pk in Product.objects.filter(told(status, stock_id=shop.stock.pk, configured=configured)).values_list(
            "pk", flat=True
        ):
            assert pk not in found
            found[pk] = status
    return [found[product.pk] for product in shop.products]


@pytest.mark.parametrize("few", [0, 1_000])
@pytest.mark.parametrize("kept", [False, True])
@of_shops
@given(plan=shops())
def test_availability_is_the_same_by_rule_by_model_and_in_sql(
    plan: ShopPlan, *, kept: bool, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "FEW", few)
    with rolled_back():
        shop = open_shop(plan)
        if kept:
            keep_bounds([plan.configured])
        by_rule = [
            availability(level, policy, only_x_left_threshold=plan.only_left, is_for_sale=each.is_enabled)
            for each, level, policy in judged(plan, plan.configured)
        ]
        assert [product.availability(shop.stock) for product in shop.products] == by_rule
        statuses = [each.status for each in by_rule]
        assert statuses_in_sql(shop, plan.configured) == statuses
        now = buyable(stock_id=shop.stock.pk, website_id=default_website().pk, configured=plan.configured)
        sold = Product.objects.filter(now).order_by("pk").values_list("pk", flat=True)
        assert list(sold) == [
            product.pk for product, each in zip(shop.products, by_rule, strict=True) if each.can_be_bought
        ]
        enabled = [status for product, status in zip(shop.products, statuses, strict=True) if product.is_enabled]
        assert status_counts(stock_id=shop.stock.pk, configured=plan.configured) == {
            status: enabled.count(status) for status in AvailabilityStatus
        }


@of_shops
@given(plan=shops(), kept=st.booleans())
def test_what_a_stock_can_sell_is_the_sum_of_the_rule(plan: ShopPlan, *, kept: bool) -> None:
    with rolled_back():
        shop = open_shop(plan)
        if kept:
            keep_bounds([plan.configured])
        found = judged(plan, plan.configured)
        totals = stock_totals(shop.stock, plan.configured)
        assert totals.buyable == sum(
            can_be_bought(level, policy, is_for_sale=each.is_enabled) for each, level, policy in found
        )
        assert totals.units == sum(
            (
                max(salable_quantity(level, policy, is_enabled=each.is_enabled), ZERO)
                for each, level, policy in found
                if bounds(policy).is_limited
            ),
            ZERO,
        )


@of_shops
@given(plan=shops(), after=configured_policies())
def test_the_effect_of_a_configuration_is_the_difference_by_the_rule(plan: ShopPlan, after: ConfiguredPolicy) -> None:
    with rolled_back():
        shop = open_shop(plan)
        (found,) = configuration_effect(plan.configured, after, stocks=[shop.stock])
        gained, lost, unlimited, limited, more = [], [], 0, 0, ZERO
        for product, (each, level, old), (_, _, new) in zip(
            shop.products, judged(plan, plan.configured), judged(plan, after), strict=True
        ):
            could, can = (can_be_bought(level, policy, is_for_sale=each.is_enabled) for policy in (old, new))
            gained += [product.name] * (can and not could)
            lost += [product.name] * (could and not can)
            if level.free_for_sale(is_enabled=each.is_enabled) is None:
                continue
            unlimited += bounds(new).is_unlimited and not bounds(old).is_unlimited
            limited += bounds(old).is_unlimited and not bounds(new).is_unlimited
            if bounds(old).is_limited and bounds(new).is_limited:
                more += max(salable_quantity(level, new), ZERO) - max(salable_quantity(level, old), ZERO)
        assert (found.become_buyable, found.stop_being_buyable) == (len(gained), len(lost))
        assert (found.become_unlimited, found.stop_being_unlimited) == (unlimited, limited)
        assert found.more_units == more
        assert {name: can for name, _, can in found.names} == dict.fromkeys(gained, True) | dict.fromkeys(lost, False)


@pytest.mark.parametrize(("quantity", "status"), [(4, "OUT_OF_STOCK"), (5, "OUT_OF_STOCK"), (6, "IN_STOCK")])
def test_x05_in_sql_no_whole_increment_between_minimum_and_salable_cannot_be_bought(quantity: int, status: str) -> None:
    product_with_stock(quantity=quantity, min_sale_qty=5, enable_qty_increments=True, qty_increments=2)
    condition = told(AvailabilityStatus[status], stock_id=Stock.objects.default().pk, configured=ConfiguredPolicy())
    assert Product.objects.filter(condition).count() == 1


def test_bounds_of_a_class_are_those_of_its_values() -> None:
    configured = ConfiguredPolicy()
    own = OwnPolicy(min_qty=Decimal("-50.0000"), backorders=None, min_sale_qty=Decimal(2))
    assert class_bounds('{"min_qty": -50.0000, "min_sale_qty": 2}', configured) == bounds(stock_policy(own, configured))


def test_products_are_picked_by_id() -> None:
    one, _ = (product_with_stock(quantity=1) for _ in range(2))
    assert Product.objects.filter(among([one.pk])).get() == one
