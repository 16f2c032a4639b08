"""The queue while several members of staff ship, move to the front and receive at the same instant."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, OrderLine
from catalog.models import Product, SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def shipping(order: Order, quantity: int) -> Callable[[], bool]:
    def ship() -> bool:
        units = {order.lines.get(): Decimal(quantity)}
        try:
            ship_order(
                order=order,
                source=default_source(),
                units=units,
                key=f"parcel {order.pk}",
                by=None,
                unpaid_confirmed=True,
                now=timezone.now(),
            )
        except CannotShip:
            return False
        return True

    return ship


def moving(order: Order) -> Callable[[], bool]:
    def move() -> bool:
        try:
            move_to_front(line=order.lines.get(), reason="hurry", by=None, now=timezone.now())
        except CannotMove:
            return False
        return True

    return move


def test_a_line_that_is_overtaken_while_it_ships_leaves_with_its_units_or_not_at_all() -> None:
    for _ in range(5):
        product = product_with_stock(quantity=4, backorders=1)
        first, second = placed(product, 4), placed(product, 4)
        shipped, _ = race([shipping(first, 4), moving(second)])
        assert SourceItem.objects.get(product=product).quantity == (0 if shipped else 4)
        assert shipping(second, 4)() is not shipped


def test_two_lines_moved_at_once_both_stand_before_the_others_and_apart() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    orders = [placed(product, 1) for _ in range(3)]
    race([moving(orders[1]), moving(orders[2])])
    priorities = list(OrderLine.objects.order_by("pk").values_list("queue_priority", flat=True))
    assert (priorities[0], sorted(priorities[1:])) == (0, [-2, -1])


def test_deliveries_and_shipments_at_once_lose_no_unit() -> None:
    product = product_with_stock(quantity=2, backorders=1)
    first, second = placed(product, 2), placed(product, 3)

    def receive() -> bool:
        return bool(
            receive_delivery(product, source=default_source(), quantity=Decimal(3), by=None, now=timezone.now())
        )

    shipped_first, served, shipped_second = race([shipping(first, 2), receive, shipping(second, 3)])
    assert (shipped_first, served) == (True, True)
    assert SourceItem.objects.get(product=product).quantity == (0 if shipped_second else 3)
