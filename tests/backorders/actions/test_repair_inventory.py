"""Ledger and levels are put right by rows that compensate, once, and what is right is left alone."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.repair_inventory import repair_inventory, repair_promises
from backorders.models import Order, OrderLine
from backorders.queries.promise_differences import promise_differences
from catalog.models import Product, Reservation
from catalog.models.reservation import EventType
from catalog.queries.inventory_differences import inventory_differences
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def placed(*products: Product, units: int) -> Order:
    return place_order(
        lines=dict.fromkeys(products, units),
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def test_lines_that_the_ledger_does_not_hold_are_promised_and_what_is_held_too_much_given_back() -> None:
    later, earlier = (product_with_stock(quantity=20) for _ in range(2))
    more, less, right = (placed(earlier, later, units=4) for _ in range(3))
    OrderLine.objects.filter(order=more).update(ordered=6)
    OrderLine.objects.filter(order=less).update(ordered=3)
    repaired = repair_inventory(now=timezone.now())
    assert (repaired.rows, repaired.levels) == (4, 0)
    assert str(repaired) == "Repaired. Levels summed afresh: 0. Compensating rows in the ledger: 4."
    rows = Reservation.objects.filter(event_type=EventType.MANUAL_COMPENSATION).order_by("pk")
    # Written in the order of their stock levels, which is the order of all locks; those of one level by order number.
    assert list(rows.values_list("product", "order_number", "quantity")) == [
        (product.pk, order.number, quantity)
        for product in (later, earlier)
        for order, quantity in ((more, -2), (less, 1))
    ]
    assert (promise_differences(), later.stock_level().reserved, earlier.stock_level().reserved) == ((), 13, 13)
    assert right.lines.count() == 2
    assert repair_inventory(now=timezone.now()).rows == 0


def test_a_difference_that_was_repaired_meanwhile_is_not_repaired_again() -> None:
    order = placed(product_with_stock(quantity=9), units=2)
    OrderLine.objects.filter(order=order).update(ordered=3)
    seen = promise_differences()
    assert [repair_promises(seen), repair_promises(seen)] == [1, 0]
    assert repair_promises([]) == 0


def test_levels_are_summed_after_the_ledger() -> None:
    bag, cap = (product_with_stock(quantity=9) for _ in range(2))
    order = placed(bag, units=2)
    OrderLine.objects.filter(order=order).update(ordered=3)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE catalog_stocklevel SET on_hand = 1 WHERE product_id = %s", [cap.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    repaired = repair_inventory(now=timezone.now())
    assert (repaired.rows, repaired.levels) == (1, 1)
    assert (inventory_differences(), unsound(limit=None)) == ((), [])
    assert (bag.stock_level().reserved, cap.stock_level().on_hand) == (3, 9)
