"""Scenarios about quantities that another system sends while orders are open."""

import io
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from catalog.actions.import_products import import_products
from catalog.models import Product, SourceItem
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def feed(product: Product, quantity: str, *, is_net: bool) -> None:
    file = io.BytesIO(f"sku,qty\n{product.sku},{quantity}\n".encode())
    report = import_products(file, by=None, is_net_of_open_orders=is_net)
    assert report.refused == ()


def shelf(product: Product) -> tuple[Decimal, Decimal]:
    """Return (units at the source, free quantity)."""
    return SourceItem.objects.get(product=product).quantity, product.stock_level().free


def test_c31_a_feed_net_of_open_orders_leaves_their_units_on_the_shelf() -> None:
    product = product_with_stock(quantity=1)
    order = place_order(
        lines={product: 1}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    feed(product, "0", is_net=True)
    assert shelf(product) == (1, 0)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(1)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    assert shelf(product) == (0, 0)
    feed(product, "0", is_net=True)
    assert shelf(product) == (0, 0)


def test_a_feed_of_what_lies_on_the_shelf_is_stored_as_it_is() -> None:
    product = product_with_stock(quantity=5)
    place_order(lines={product: 2}, email="ada@example.org", by=None, now=timezone.now())
    feed(product, "4", is_net=False)
    assert shelf(product) == (4, 2)
