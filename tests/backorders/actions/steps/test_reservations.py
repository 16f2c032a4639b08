"""Releases are written in the order of stock levels, as all locks are taken, once, and only for lines that hold units."""

from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.edit_order import edit_order
from backorders.actions.place_order import place_order
from backorders.actions.steps.reservations import end_reservations, reserve_edit
from backorders.models import Order, OrderLine
from backorders.queries.locks import locked_order
from backorders.queries.order_edit import judged_edit
from catalog.models import Reservation
from catalog.models.reservation import EventType
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def two_lines() -> tuple[Order, OrderLine, OrderLine]:
    """An order of two products; the first line is of the product that was made later."""
    earlier, later = product_with_stock(quantity=9), product_with_stock(quantity=9)
    order = place_order(lines=[(later, 3), (earlier, 2)], email="ada@example.org", by=None, now=timezone.now())
    first, second = order.lines.order_by("pk")
    assert (first.product_id, second.product_id) == (later.pk, earlier.pk)
    return order, first, second


def released(order: Order, units: dict[OrderLine, Decimal]) -> list[tuple[int, Decimal]]:
    rows = end_reservations(locked_order(order.pk), units, event=EventType.ORDER_CANCELED, key="k")
    return [(row.product_id, row.quantity) for row in rows]


def test_levels_are_written_in_the_order_of_everybody() -> None:
    order, first, second = two_lines()
    assert released(order, {first: Decimal(3), second: Decimal(2)}) == [
        (second.held_product_id, 2),
        (first.held_product_id, 3),
    ]


def test_lines_of_one_product_are_written_as_they_were_ordered() -> None:
    product = product_with_stock(quantity=9)
    order = place_order(lines=[(product, 1), (product, 1)], email="ada@example.org", by=None, now=timezone.now())
    first, second = order.lines.order_by("pk")
    rows = end_reservations(
        locked_order(order.pk), {second: Decimal(1), first: Decimal(1)}, event=EventType.ORDER_CANCELED, key="k"
    )
    assert [row.event_key for row in rows] == [f"order_canceled:k:{line.pk}" for line in (first, second)]
    assert {(row.stock_id, row.order_number) for row in rows} == {(order.stock_id, order.number)}


def test_nothing_is_written_for_no_units_and_for_what_holds_none() -> None:
    order, first, second = two_lines()
    second.is_reserved = False
    before = Reservation.objects.count()
    assert released(order, {first: Decimal(0), second: Decimal(2)}) == []
    assert Reservation.objects.count() == before


def test_an_edit_writes_levels_in_the_order_of_everybody() -> None:
    order, first, second = two_lines()
    edit_order(order=order, units={first: Decimal(2), second: Decimal(1)}, by=None, now=timezone.now())
    edited = Reservation.objects.filter(event_type=EventType.ORDER_EDITED).order_by("pk")
    assert [row.product_id for row in edited] == [second.product_id, first.product_id]


def test_a_product_that_an_edit_adds_is_placed_and_one_that_it_raises_is_edited() -> None:
    order, first, _ = two_lines()
    cap = product_with_stock(quantity=9)
    units = {first: first.ordered + 1}
    edit_order(order=order, units=units, added={cap: Decimal(2)}, by=None, key="k", now=timezone.now())
    line = order.lines.get(product=cap)
    row = Reservation.objects.get(product=cap)
    assert (row.event_type, row.event_key, row.quantity) == (EventType.ORDER_PLACED, line.placement_key, -2)
    raised = Reservation.objects.get(event_type=EventType.ORDER_EDITED)
    assert (raised.product_id, raised.quantity) == (first.product_id, -1)
    assert raised.event_key.startswith("order_edited:")


def test_what_an_edit_owes_is_what_the_guard_saw() -> None:
    """The edit was judged while two units were free; one of them is sold before it is written."""
    bag = product_with_stock(quantity=5, backorders=2)
    order = place_order(lines=[(bag, 3)], email="ada@example.org", by=None, now=timezone.now())
    line = order.lines.get()
    judged = judged_edit(order, {line.pk: Decimal(6)}, {}, is_offline=False)
    assert judged.owed == {bag.pk: 1}
    place_order(lines=[(bag, 1)], email="eve@example.org", by=None, now=timezone.now())
    (edited,) = judged.edits
    edited.owed_when_placed = judged.owed[bag.pk]
    edited.save()
    reserve_edit(locked_order(order.pk), judged, [], key="k", today=localdate())
    assert OrderLine.objects.get(pk=line.pk).owed_when_placed == 2
