"""What an order owes."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.order_grid import owed_now, with_units
from catalog.models import Product
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines=[(product, quantity)], email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def test_units_are_those_of_the_order() -> None:
    order = OrderFactory.create()
    for units in (2, 3):
        OrderLineFactory.create(order=order, ordered=units)
    none = OrderFactory.create()
    found = with_units(Order.objects.all()).values_list("pk", "units")
    assert dict(found) == {order.pk: Decimal(5), none.pk: Decimal(0)}


def test_an_order_owes_what_the_queue_has_not_for_it() -> None:
    bag, cap = product_with_stock(quantity=4, backorders=1), product_with_stock(quantity=0, backorders=1)
    first, second = placed(bag, 3), placed(bag, 3)
    third = place_order(lines=[(bag, 1), (cap, 2)], email="ada@example.org", by=None, now=timezone.now())
    assert owed_now([first, second, third]) == {second.pk: 2, third.pk: 3}
    assert owed_now([second]) == {second.pk: 2}
    second.status = "complete"
    assert owed_now([first, second]) == {}


def test_units_of_a_deleted_product_are_owed() -> None:
    bag = product_with_stock(quantity=4)
    order = placed(bag, 3)
    bag.delete()
    assert owed_now([order]) == {order.pk: 3}
