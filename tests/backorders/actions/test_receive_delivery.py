"""A delivery says whom it serves, in every stock that draws on its source (docs/rules.md#salable-9)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.steps.delivered_units import Served
from backorders.models import OrderLine, QueuePlace
from catalog.rules.quantity import ZERO
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves

pytestmark = pytest.mark.django_db

EU, US = 1, 2
CHAIN = {EU: frozenset({1, 2}), US: frozenset({2, 3})}
SAME = {EU: frozenset({1, 2}), US: frozenset({1, 2})}


def shop_of(drawn_on: dict[int, frozenset[int]]) -> OrderShop:
    """Nothing lies there; US Stock owes 2, then EU Stock 3, then US Stock 2."""
    shop = OrderShop.of(Shelves(dict.fromkeys(frozenset().union(*drawn_on.values()), ZERO), drawn_on))
    for stock, units in ((US, 2), (EU, 3), (US, 2)):
        shop.promise(stock, Decimal(units))
    return shop


def received(shop: OrderShop, source: int, units: int) -> dict[str, Decimal]:
    served = receive_delivery(
        shop.product, source=shop.sources[source], quantity=Decimal(units), by=None, now=timezone.now()
    ).served
    assert all(isinstance(each, Served) for each in served)
    return {each.number: each.units for each in served}


def numbers(shop: OrderShop) -> list[str]:
    return [shop.orders[line].number for line in shop.lines]


def owed(shop: OrderShop) -> list[Decimal]:
    return list(QueuePlace.objects.filter(product=shop.product).order_by("line").values_list("owed", flat=True))


def test_a_delivery_where_all_draw_serves_one_queue() -> None:
    shop = shop_of(SAME)
    first, second, third = numbers(shop)
    assert received(shop, 2, 4) == {first: 2, second: 2}
    assert received(shop, 1, 2) == {second: 1, third: 1}
    assert owed(shop) == [0, 0, 1]


def test_a_delivery_where_some_draw_serves_those_that_can_use_it() -> None:
    shop = shop_of(CHAIN)
    first, second, third = numbers(shop)
    assert received(shop, 1, 1) == {second: 1}
    assert received(shop, 2, 3) == {first: 2, second: 1}
    # The older line of US Stock moves to source 3, and leaves source 2 to the line of EU Stock.
    assert received(shop, 3, 2) == {second: 1, third: 1}
    assert owed(shop) == [0, 0, 1]


@pytest.mark.parametrize("drawn_on", [SAME, CHAIN])
def test_a_line_moves_before_those_of_all_stocks(drawn_on: dict[int, frozenset[int]]) -> None:
    shop = shop_of(drawn_on)
    received(shop, 2, 4)
    lines = [OrderLine.objects.get(pk=pk) for pk in shop.lines]
    move_to_front(line=lines[2], reason="A wedding", by=None, now=timezone.now())
    assert owed(shop) == [0, 3, 0]
    assert shop.kept_free() == shop.sharing().free
    move_to_front(line=lines[1], reason="Another wedding", by=None, now=timezone.now())
    assert owed(shop) == [2, 0, 1]
    with pytest.raises(CannotMove, match="first in the queue already"):
        move_to_front(line=lines[1], reason="Once more", by=None, now=timezone.now())
    assert QueuePlace.objects.get(line=lines[1]).position == 1
