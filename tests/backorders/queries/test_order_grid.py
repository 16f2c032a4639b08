"""What an order owes."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.order_grid import owed_now, owing, paid_as, paid_by, shippable, with_units
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


def test_owing_orders_are_those_of_the_column_and_no_others() -> None:
    bag, cap = product_with_stock(quantity=4, backorders=1), product_with_stock(quantity=0, backorders=1)
    gone = product_with_stock(quantity=4)
    orders = [
        placed(bag, 3),
        placed(bag, 3),
        placed(cap, 1),
        placed(gone, 1),
        placed(product_with_stock(quantity=9), 1),
    ]
    gone.delete()
    found = set(Order.objects.filter(owing()).values_list("pk", flat=True))
    assert found == owed_now(orders).keys() == {orders[1].pk, orders[2].pk, orders[3].pk}


def test_nothing_is_owing_where_no_level_is_short() -> None:
    placed(product_with_stock(quantity=9), 1)
    assert not Order.objects.filter(owing()).exists()


def test_shippable_orders_have_something_covered_that_can_leave() -> None:
    bag = product_with_stock(quantity=4, backorders=1)
    full, part, none = placed(bag, 3), placed(bag, 3), placed(bag, 1)
    held, gift = placed(product_with_stock(quantity=9), 1), product_with_stock(quantity=9, product_type="virtual")
    hold_order(order=held, by=None, now=timezone.now())
    placed(gift, 1)
    assert set(Order.objects.filter(shippable())) == {full, part}
    cancel_order(order=full, by=None, now=timezone.now())
    assert set(Order.objects.filter(shippable())) == {part, none}


def test_what_is_not_counted_can_always_leave() -> None:
    order = placed(product_with_stock(quantity=0, manage_stock=False), 3)
    assert set(Order.objects.filter(shippable())) == {order}


def test_money_that_came_in_full_in_part_and_not_at_all() -> None:
    orders = [OrderFactory.create(total=10) for _ in range(4)]
    for order, captured in zip(orders[:3], (10, 4, 0), strict=True):
        order.payments.create(total=10, captured_amount=captured, variant="card", currency=order.currency)
    orders[3].payments.create(total=3, captured_amount=3, variant="card", currency="USD", token="a")
    orders[3].payments.create(total=7, captured_amount=7, variant="checkmo", currency="USD", token="b")
    free, open_ = OrderFactory.create(total=0), OrderFactory.create(total=10)
    found = {state: set(Order.objects.filter(paid_as(state))) for state in ("paid", "part", "none")}
    assert found == {"paid": {orders[0], orders[3], free}, "part": {orders[1]}, "none": {orders[2], open_}}
    assert set(Order.objects.filter(paid_by("card"))) == set(orders)
    assert set(Order.objects.filter(paid_by("checkmo"))) == {orders[3]}
