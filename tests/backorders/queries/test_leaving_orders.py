"""Which orders have units that can leave now: beside the parity of test_ready_to_ship.py, what only a join could lose."""

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.leaving_orders import leaving_orders
from catalog.models import Product, StockItem
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product) -> Order:
    return place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now())


def leaving() -> set[Order]:
    return set(Order.objects.filter(leaving_orders()))


def test_what_is_not_counted_leaves_from_no_source_and_what_is_counted_does_not() -> None:
    counted, free = (product_with_stock(quantity=2, manage_stock=own) for own in (True, False))
    orders = [placed(counted), placed(free)]
    for product in (counted, free):
        product.source_items.get().delete()
    assert leaving() == {orders[1]}


def test_what_was_placed_uncounted_leaves_from_what_is_there_once_it_is_counted() -> None:
    full, empty = (product_with_stock(quantity=units, manage_stock=False) for units in (2, 0))
    order, _ = placed(full), placed(empty)
    StockItem.objects.update(manage_stock=True)
    assert leaving() == {order}
