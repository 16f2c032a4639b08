"""What an order is judged by: the one statement reads what the queries of pages read, each by itself."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order, OrderLine
from backorders.queries.placing import behind_the_queue, order_basis
from catalog.models import ConfigurationValue, Product, SalesChannel, Stock, Website
from catalog.models.product import ProductType
from catalog.queries.salable import positions, with_for_sale
from catalog.rules.product_setting import MIN_QTY, MIN_SALE_QTY
from catalog.rules.scope import Scope
from tests.factories.catalog import ProductFactory, StockFactory, WebsiteFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db
EVERY_VALUE: dict[str, Any] = {
    "manage_stock": True,
    "backorders": 2,
    "min_qty": Decimal("-50.5"),
    "min_sale_qty": Decimal(2),
    "max_sale_qty": Decimal(8),
    "notify_stock_qty": Decimal(3),
    "enable_qty_increments": True,
    "qty_increments": Decimal(2),
    "is_qty_decimal": True,
}


def kinds_of_products() -> list[Product]:
    """Return one of each kind that is judged in another way, all listed on the default website."""
    disabled = product_with_stock(quantity=0, product_type=ProductType.CONFIGURABLE, is_enabled=False)
    offered = product_with_stock(quantity=0, product_type=ProductType.CONFIGURABLE)
    unlisted = product_with_stock(quantity=4)
    unlisted.websites.clear()
    return [
        product_with_stock(quantity=Decimal("25.5"), **EVERY_VALUE),
        product_with_stock(quantity=-3, price=Decimal("0.1234"), product_type=ProductType.VIRTUAL),
        product_with_stock(quantity=9, in_stock=False, manage_stock=False),
        product_with_stock(quantity=9, is_enabled=False),
        product_with_stock(quantity=9, variant_of=disabled),
        product_with_stock(quantity=9, variant_of=offered),
        ProductFactory.create(name="“Ünïcode”, \\ and 'quotes'"),
        unlisted,
    ]


@pytest.mark.parametrize("group", [None, "1"])
def test_a_basis_is_what_the_other_queries_find(group: str | None) -> None:
    products, other = kinds_of_products(), WebsiteFactory.create(currency="EUR")
    SalesChannel.objects.create(website=other, stock=StockFactory.create())
    for product in products[:4]:
        product.websites.add(other)
    configure(MIN_QTY, "-7")
    configure(MIN_SALE_QTY, '{"1": 3, "32000": 2}', website=other)
    place_order(lines={products[0]: 4}, email="ada@example.org", by=None, now=timezone.now())
    for website in Website.objects.select_related("sales_channel__stock"):
        stock = website.sales_channel.stock
        found = order_basis(products=[product.pk for product in products], website=website.pk, checkout=None)
        configuration = ConfigurationValue.objects.in_force(website=website)
        assert (found.website_id, found.stock_id, found.currency) == (website.pk, stock.pk, website.currency)
        assert found.configuration == configuration
        expected = positions(products, stock=stock, configuration=configuration, group=group)
        judged = {pk: (position.level, position.policy) for pk, position in expected.items()}
        assert found.positions([product.pk for product in products], group) == judged
        for product in with_for_sale(Product.objects.filter(pk__in=judged), website.pk):
            offered = found.products[product.pk]
            assert offered.is_for_sale == product.is_for_sale
            for name in ("pk", "sku", "name", "price", "is_virtual"):
                assert getattr(offered, name) == getattr(product, name)


def test_the_default_website_sells_where_none_is_named() -> None:
    found = order_basis(products=[], website=None, checkout=None)
    assert (found.website_id, found.stock_id) == (Website.objects.get(is_default=True).pk, Stock.objects.default().pk)


def test_values_of_a_store_view_and_of_another_website_are_not_asked() -> None:
    other = WebsiteFactory.create()
    configure(MIN_QTY, "-9", website=other)
    ConfigurationValue.objects.create(
        path=MIN_QTY.path,
        scope=Scope.STORE_VIEW.value,
        store_view=Website.objects.get(is_default=True).store_views.first(),
        value="-8",
    )
    found = order_basis(products=[], website=None, checkout=None)
    assert found.configuration.number(MIN_QTY) == 0


def test_a_product_that_is_gone_has_no_row_and_nothing_of_its_own() -> None:
    found = order_basis(products=[7], website=None, checkout=None)
    assert found.products == {}
    level, policy = found.positions([7], None)[7]
    assert (level.sources_assigned, policy) == (0, found.positions([8], None)[8][1])


def test_a_website_that_is_gone_is_named() -> None:
    with pytest.raises(Website.DoesNotExist):
        order_basis(products=[], website=10**6, checkout=None)


def test_an_order_of_the_same_checkout_is_found() -> None:
    checkout = uuid.uuid4()
    product = product_with_stock(quantity=9)
    placed = place_order(lines={product: 1}, email="ada@example.org", checkout=checkout, by=None, now=timezone.now())
    assert order_basis(products=[], website=None, checkout=str(checkout)).placed_id == placed.pk
    assert order_basis(products=[], website=None, checkout=str(uuid.uuid4())).placed_id is None


def test_behind_the_queue_is_just_after_the_last_that_waits_for_one_of_the_products() -> None:
    bag, cap, other = (product_with_stock(quantity=9) for _ in range(3))
    now = timezone.now()

    def placed(product: Product, minutes: int) -> OrderLine:
        at = now + timedelta(minutes=minutes)
        return place_order(lines={product: 1}, email="ada@example.org", by=None, now=at).lines.get()

    assert behind_the_queue([bag.pk, cap.pk], now) == now
    placed(bag, -5)
    assert behind_the_queue([bag.pk, cap.pk], now) == now
    placed(cap, 1)
    latest, unreserved, canceled = placed(bag, 2), placed(bag, 3), placed(bag, 4)
    placed(other, 9)
    OrderLine.objects.filter(pk=unreserved.pk).update(is_reserved=False)
    Order.objects.filter(pk=canceled.order_id).update(status="canceled", canceled_at=now)
    just_after = latest.order.placed_at + timedelta(microseconds=1)
    assert behind_the_queue([bag.pk, cap.pk], now) == just_after
    assert behind_the_queue([bag.pk], now + timedelta(hours=1)) == now + timedelta(hours=1)


def test_an_order_is_planned_once_whatever_is_in_the_cart() -> None:
    products = [product_with_stock(quantity=99) for _ in range(3)]

    def order(count: int) -> None:
        for number in range(count):
            lines = dict.fromkeys(products[: 1 + number % 3], 1)
            place_order(lines=lines, email="ada@example.org", by=None, now=timezone.now())

    def planned_anew() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement, custom_plans FROM pg_prepared_statements "
                "WHERE statement LIKE '%channel.stock_id%checkout%' OR statement LIKE '%INTO backorders_order %'"
            )
            return dict(cursor.fetchall())

    order(6)  # PostgreSQL tries five times before it keeps a plan
    before = planned_anew()
    order(4)
    assert len(before) == 2
    assert planned_anew() == before
