"""Stocks that share sources have one queue, and rule and view give the same (docs/rules.md#salable-9)."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings

from backorders.actions.place_order import place_order
from backorders.models import OrderLine, QueuePlace
from backorders.queries.queue import places
from backorders.rules.queue import OpenLine, Place, queue, shared_queue
from catalog.models import (
    ConfigurationValue,
    SalesChannel,
    SharingStock,
    SourceItem,
    StockItem,
    StockLevel,
    StockSourceLink,
)
from catalog.queries.salable import positions
from catalog.rules.quantity import ZERO
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves, shelves
from tests.factories.catalog import default_website
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db

EU, US, UK = 1, 2, 3
CHAIN = {EU: frozenset({1, 2}), US: frozenset({2, 3}), UK: frozenset({3})}
SAME = {EU: frozenset({1, 2}), US: frozenset({1, 2})}


def open_lines(shop: OrderShop) -> list[OpenLine]:
    return [
        OpenLine(line.pk, line.queue_priority, line.order.placed_at, line.open, line.order.stock_id)
        for line in OrderLine.objects.filter(pk__in=shop.lines).select_related("order")
        if line.open
    ]


def by_rule(shop: OrderShop) -> dict[int, Place]:
    """Return {line id: its place}: alone, where its stock shares no source of the product, else in the queue of its group."""
    groups = dict(SharingStock.objects.values_list("stock_id", "group_id"))
    levels = {level.stock_id: level for level in StockLevel.objects.filter(product=shop.product)}
    together: defaultdict[tuple[bool, int], list[OpenLine]] = defaultdict(list)
    for line in open_lines(shop):
        shares = levels[line.stock].shares
        together[shares, groups[line.stock] if shares else line.stock].append(line)
    drawn_on: defaultdict[int, set[int]] = defaultdict(set)
    for stock, source in StockSourceLink.objects.filter(stock__in=levels).values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    items = SourceItem.objects.filter(product=shop.product, is_in_stock=True, source__is_enabled=True)
    counted = dict(items.values_list("source_id", "quantity"))
    found: list[Place] = []
    for (shares, key), lines in together.items():
        if shares:
            here = {stock: sources for stock, sources in drawn_on.items() if groups.get(stock) == key}
            found += shared_queue(lines, counted=counted, drawn_on=here)
        else:
            found += queue(lines, on_hand=levels[key].on_hand)
    return {place.line_id: place for place in found}


def in_view(shop: OrderShop) -> dict[int, Place]:
    return {place.line_id: place.as_place() for place in QueuePlace.objects.filter(product=shop.product)}


def owing(found: dict[int, Place]) -> dict[int, Place]:
    """Set `ahead` to zero for lines that owe nothing: only those that do are told of it."""
    return {pk: place if place.owed else replace(place, ahead=ZERO) for pk, place in found.items()}


@given(shelf=shelves())
@settings(max_examples=40)
def test_queue_of_shared_shelves_is_the_same_by_rule_and_in_sql(shelf: Shelves) -> None:
    with rolled_back():
        shop = OrderShop.of(shelf)
        assert owing(in_view(shop)) == owing(by_rule(shop))
        if shop.lines:
            shop.move_to_front(2)
            shop.give_back(0, Decimal(1))
            assert owing(in_view(shop)) == owing(by_rule(shop))


@given(shelf=shelves())
@settings(max_examples=25)
def test_who_orders_now_waits_for_the_units_that_the_queue_gives_him_afterwards(shelf: Shelves) -> None:
    with rolled_back():
        shop = OrderShop.of(shelf)
        number, quantity = max(shop.stocks), Decimal(3)
        found = positions(
            [shop.product], stock=shop.stocks[number], configuration=ConfigurationValue.objects.in_force()
        )[shop.product.pk]
        if not shop.promise(number, quantity):
            return  # the product was never at a source of the stock
        place = in_view(shop)[shop.lines[-1]]
        behind = quantity - found.level.free + found.outlook.owed_elsewhere
        assert (place.ahead + place.owed if place.owed else None) == (behind if quantity > found.level.free else None)


@pytest.mark.parametrize("drawn_on", [SAME, CHAIN])
def test_an_order_reads_its_place_in_the_queue_of_all_stocks(drawn_on: dict[int, frozenset[int]]) -> None:
    shop = OrderShop.of(Shelves({1: ZERO, 2: Decimal(5), 3: ZERO}, drawn_on))
    for stock in (EU, US, EU):
        shop.promise(stock, Decimal(3))
    found = [places(shop.orders[pk], [OrderLine.objects.get(pk=pk)])[pk] for pk in shop.lines]
    assert [(place.position, place.before, place.covered, place.owed) for place in found] == [
        (1, 0, 3, 0),
        (2, 3, 2, 1),
        (3, 6, 0, 3),
    ]
    assert [place.expected and (place.expected.first, place.expected.last) for place in found] == [None, (1, 1), (2, 4)]


def test_what_is_not_managed_waits_for_nothing_in_any_stock() -> None:
    shop = OrderShop.of(Shelves({1: ZERO, 2: Decimal(1), 3: ZERO}, CHAIN))
    shop.promise(EU, Decimal(3))
    StockItem.objects.create(product=shop.product, manage_stock=False)
    assert in_view(shop) == {}


def test_an_order_that_owes_a_part_is_judged_by_its_own_line() -> None:
    """Line, promise and queue are written in one statement: the queue must see the line that it was written for."""
    shop = OrderShop.of(Shelves({1: ZERO, 2: Decimal(5), 3: ZERO}, CHAIN))
    StockItem.objects.create(product=shop.product, backorders=1, min_qty=-50)
    SalesChannel.objects.filter(website=default_website()).update(stock=shop.stocks[EU])
    shop.promise(US, Decimal(4))
    order = place_order(
        lines={shop.product: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    place = QueuePlace.objects.get(order=order)
    assert (place.covered, place.owed, order.lines.get().owed_when_placed) == (1, 2, 2)
    assert shop.kept_free() == {shop.stocks[EU].pk: -2, shop.stocks[US].pk: 0, shop.stocks[UK].pk: 0}
