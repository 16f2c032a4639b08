import pytest
from hypothesis import given
from pytest_django import DjangoAssertNumQueries

from catalog.models import ConfigurationValue, Stock
from catalog.queries.salable import Position, positions, salable_by_stock
from catalog.rules.in_force import OwnPolicy, stock_policy
from catalog.rules.promised_day import Outlook
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@of_shops
@given(shops())
def test_positions_are_what_the_rules_say_of_each_product(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        found = positions(shop.products, stock=shop.stock, configuration=ConfigurationValue.objects.in_force())
        assert [found[product.pk] for product in shop.products] == [
            Position(each.level(plan.enabled_sources), policy, Outlook(lead_time=policy.backorder_lead_time))
            for each in plan.products
            for policy in (stock_policy(each.own or OwnPolicy(), plan.configured),)
        ]


@pytest.mark.parametrize("count", [1, 10])
def test_positions_cost_one_query_however_many_products(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    products = [product_with_stock(quantity=25, backorders=2) for _ in range(count)]
    stock, configuration = Stock.objects.default(), ConfigurationValue.objects.in_force()
    with django_assert_num_queries(1):
        assert len(positions(products, stock=stock, configuration=configuration)) == count


def test_where_a_product_stands_is_told_of_the_default_stock_first_then_by_name() -> None:
    stocks = {name: StockFactory.create(name=name, sources=[SourceFactory.create()]) for name in ("Z", "A", "M")}
    product, configured = product_with_stock(quantity=1), ConfigurationValue.objects.in_force().configured_policy(None)
    for stock in stocks.values():
        SourceItemFactory.create(product=product, source=stock.sources.get(), quantity=2)
    told = salable_by_stock([product], configured=configured)[product.pk]
    assert [each.stock_name for each in told] == [Stock.objects.default().name, "A", "M", "Z"]
