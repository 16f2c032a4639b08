"""Levels of stocks that share sources follow the queue of the orders, whoever writes (docs/rules.md#salable-9)."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from backorders.models import OrderLine
from backorders.rules.order_status import OPEN, OrderStatus
from catalog.models import SourceItem, StockLevel, StockSourceLink
from catalog.rules.quantity import ZERO
from tests.backorders.shelf_orders import FIRST_DAY, OrderShop
from tests.catalog.rules.shared_shelves import Shelves, shelves
from tests.examples import of_shops
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import ProductFactory
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db

EU, US = 1, 2
ONE_SHELF = {EU: frozenset({1}), US: frozenset({1})}
number = st.integers(0, 9)
STEPS = ("order", "order", "order older", "cancel", "count", "unlink", "to front", "to front")


def take(shop: OrderShop, step: str, one: int, units: Decimal) -> None:
    stock = sorted(shop.stocks)[one % len(shop.stocks)]
    if step in {"order", "order older"}:
        shop.promise(stock, units, floor=Decimal(-3), is_older=step == "order older")
    elif step == "cancel" and shop.lines:
        shop.give_back(one, units)
    elif step == "to front" and shop.lines:
        shop.move_to_front(one)
    elif step == "count":
        SourceItem.objects.filter(product=shop.product, source__code__endswith=str(one)).update(quantity=units)
    elif step == "unlink":
        StockSourceLink.objects.filter(stock=shop.stocks[stock], source__code__endswith=str(one)).delete()


@given(
    shelf=shelves(most_lines=5),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), number, st.integers(1, 4)), max_size=6),
)
@of_shops
def test_levels_are_what_the_rule_says_of_the_orders(shelf: Shelves, steps: list[tuple[str, int, int]]) -> None:
    with rolled_back():
        shop = OrderShop.of(shelf)
        assert shop.kept_free() == shop.sharing().free
        for step, one, units in steps:
            take(shop, step, one, Decimal(units))
            assert shop.kept_free() == shop.sharing().free, step


def test_who_moves_to_the_front_is_covered_and_another_stock_owes() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(5)}, ONE_SHELF))
    for stock in (EU, US):
        shop.promise(stock, Decimal(4), floor=Decimal(-10))
    owed = {shop.stocks[EU].pk: ZERO, shop.stocks[US].pk: Decimal(-3)}
    assert shop.kept_free() == owed
    shop.move_to_front(1)
    assert shop.kept_free() == {shop.stocks[EU].pk: Decimal(-3), shop.stocks[US].pk: ZERO}


def test_promises_are_the_open_reserved_lines_in_queue_order() -> None:
    product = ProductFactory.create()
    found: list[tuple[int, int, Decimal]] = []
    for place, status in enumerate(OrderStatus):
        held_from = "processing" if status is OrderStatus.ON_HOLD else ""
        canceled_at = FIRST_DAY if status is OrderStatus.CANCELED else None
        order = OrderFactory.create(status=status.value, held_from=held_from, canceled_at=canceled_at)
        OrderLineFactory.create(order=order, product=product, is_reserved=False)
        OrderLineFactory.create(order=order, product=product, ordered=2, shipped=1, canceled=1)
        line = OrderLineFactory.create(
            order=order, product=product, ordered=9, shipped=1, released=2, queue_priority=-place
        )
        if status in OPEN:
            found.insert(0, (line.pk, order.stock_id, Decimal(6)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM catalog_waiting_promises(%s)", [product.pk])
        assert cursor.fetchall() == found
    assert len(found) == len(OPEN)


def test_a_place_in_a_queue_of_nothing_shared_writes_no_level() -> None:
    line = OrderLineFactory.create()
    OrderLine.objects.filter(pk=line.pk).update(queue_priority=-1)
    assert not StockLevel.objects.filter(product=line.product).exists()
