"""Whose promised day has become later: of confirmed orders that still wait, by the queue as it stands."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.models import MovedDay, Order
from backorders.queries.moved_day import last_moved, last_told, moved_days
from backorders.rules.moved_day import Told
from catalog.models import IncomingSupply, Product
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.waiting_settings import DAY_MOVED_BY
from tests.factories.catalog import configure, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


def ordered(*products: Product, units: int = 5, method: str = "checkmo") -> Order:
    return place_order(
        lines=dict.fromkeys(products, units),
        email="ada@example.org",
        payment_method=method,
        by=None,
        now=timezone.now(),
    )


def moved_supply(days: int = 9) -> None:
    IncomingSupply.objects.update(expected_on=localdate() + timedelta(days=days))


def in_days(days: int) -> date:
    return localdate() + timedelta(days=days)


def found(**about: Any) -> list[tuple[str, int | None, int | None]]:
    """Return (order, days until it was promised, days until it comes now)."""
    today = localdate()
    return [
        (each.line.order.number, *(None if day is None else (day - today).days for day in (each.was, each.day)))
        for each in moved_days(today=today, **about)
    ]


def waiting(**product: Any) -> tuple[Product, Order]:
    bag = product_with_stock(**{"quantity": 0, "backorders": 2, **product})
    expected_supply(bag, 40)
    return bag, ordered(bag)


def test_who_waits_for_a_delivery_that_moved_is_found() -> None:
    bag, order = waiting()
    assert found() == []
    moved_supply()
    assert found() == found(order=order) == found(product_ids=[bag.pk]) == [(order.number, 4, 9)]
    assert found(product_ids=[bag.pk + 1]) == []
    IncomingSupply.objects.update(is_closed=True)
    assert found() == [(order.number, 4, None)]


def test_who_was_told_in_stock_and_loses_his_units_is_found() -> None:
    bag, order = waiting(quantity=5)
    bag.source_items.update(quantity=5)
    assert found() == []
    bag.source_items.update(quantity=4)
    assert found() == [(order.number, None, 4)]
    told = last_told(order.lines.get())
    assert told == Told(localdate(), is_in_stock=True)


@pytest.mark.parametrize(("days", "is_found"), [("4", True), ("5", False)])
def test_the_website_says_by_how_many_days(days: str, is_found: bool) -> None:
    waiting()
    configure(DAY_MOVED_BY, days)
    moved_supply()
    assert bool(found()) is is_found


def test_a_delivery_that_is_late_may_lie_at_the_door_for_as_many_days() -> None:
    _, order = waiting()
    for late in (1, 3):
        moved_supply(-late)
        assert found() == []
    moved_supply(-4)
    assert found() == [(order.number, 4, None)]


def test_where_neither_word_nor_number_is_told_no_day_was() -> None:
    _, order = waiting(backorders=1)
    moved_supply()
    assert found() == [(order.number, 4, 9)]
    configure(DISPLAY_STOCK_STATUS, "0")
    assert found() == []


def test_who_is_on_hold_is_not_confirmed_or_waits_for_nothing_is_not_told() -> None:
    bag, order = waiting()
    unpaid = ordered(bag, units=1, method="card")
    assert unpaid.lines.get().promised_on is not None
    moved_supply()
    hold_order(order=order, by=None, now=timezone.now())
    assert found() == []
    Order.objects.filter(pk=order.pk).update(status="pending_payment", held_from="")
    assert found() == [(order.number, 4, 9)]
    bag.source_items.update(quantity=6)
    assert found() == []


def test_what_was_told_last_is_the_day_to_compare_with() -> None:
    _, order = waiting()
    line = order.lines.get()
    assert (last_told(line), last_moved(order, line.pk)) == (Told(in_days(4)), None)
    moved_supply()
    told = MovedDay.objects.create(
        line=line, promised_on=line.promised_on, was=line.promised_on, day=in_days(9), told_at=timezone.now()
    )
    line = order.lines.get()
    assert (last_told(line), last_moved(order, line.pk), found()) == (Told(in_days(9)), told, [])
    moved_supply(20)
    assert found() == [(order.number, 9, 20)]
    # An edit promises anew: what was told of the old promise counts no more.
    order.lines.update(promised_on=in_days(20))
    assert (found(), last_told(order.lines.get())) == ([], Told(in_days(20)))
    order.lines.update(canceled=5)
    assert last_moved(order, line.pk) is None


def test_of_an_order_that_ships_complete_the_latest_day_counts() -> None:
    bag, cap = (product_with_stock(quantity=0, backorders=2) for _ in range(2))
    supply, _ = expected_supply(bag, 40), expected_supply(cap, 40, days=30)
    order = ordered(bag, cap)
    Order.objects.update(ships_complete=True)
    for days in (9, 33):
        IncomingSupply.objects.filter(pk=supply.pk).update(expected_on=in_days(days))
        assert found() == []
    IncomingSupply.objects.filter(pk=supply.pk).update(expected_on=in_days(34))
    assert found() == [(order.number, 30, 34)]
    Order.objects.update(ships_complete=False)
    assert found() == [(order.number, 4, 34)]


def test_however_many_lines_it_is_one_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for count in (1, 9):
        for _ in range(count):
            waiting()
        Order.objects.update(ships_complete=True)
        moved_supply()
        with django_assert_max_num_queries(7):
            assert len(found()) >= count
