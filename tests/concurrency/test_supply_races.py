"""Deliveries, changes and files of supply at the same instant: each unit is received once, and nobody is locked out."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.book_delivery import book_delivery
from catalog.actions.incoming_supply import (
    CannotExpect,
    ExpectedUnits,
    change_supply,
    close_supplies,
    expect_supply,
)
from catalog.models import IncomingSupply, Product
from tests.concurrency.race import race
from tests.factories.catalog import default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def booking(products: list[Product], units: int) -> Callable[[], bool]:
    def act() -> bool:
        book_delivery(
            source=default_source(),
            units=dict.fromkeys(products, Decimal(units)),
            key=str(uuid.uuid4()),
            by=None,
            now=timezone.now(),
        )
        return True

    return act


def expecting(products: list[Product]) -> Callable[[], int]:
    def act() -> int:
        rows = [
            ExpectedUnits(row, product, default_source(), Decimal(40), date(2026, 12, 3))
            for row, product in enumerate(products, start=1)
        ]
        return expect_supply(rows=rows, key=str(uuid.uuid4()), by=None, now=timezone.now()).added

    return act


def received() -> list[Decimal]:
    return list(IncomingSupply.objects.order_by("product", "pk").values_list("received", flat=True))


def test_two_deliveries_at_once_receive_each_unit_once() -> None:
    products = [product_with_stock() for _ in range(3)]
    for product in products:
        expected_supply(product, 40)
        expected_supply(product, 40, days=9)
    race([booking(products, 30), booking(products[::-1], 30)])
    assert received() == [40, 20] * 3


def test_the_same_file_at_once_is_written_once() -> None:
    products = [product_with_stock() for _ in range(3)]
    assert sorted(race([expecting(products), expecting(products[::-1])])) == [0, 3]
    assert IncomingSupply.objects.count() == 3


def test_a_quantity_is_not_lowered_below_what_comes_at_the_same_instant() -> None:
    bag = product_with_stock()
    supply = expected_supply(bag, 40)

    def lower() -> bool:
        mine = IncomingSupply.objects.get(pk=supply.pk)
        mine.quantity = Decimal(10)
        try:
            change_supply(mine, only=["quantity"])
        except CannotExpect:
            return False
        return True

    _, is_lowered = race([booking([bag], 30), lower])
    supply.refresh_from_db()
    assert (supply.quantity, supply.received) == ((10, 10) if is_lowered else (40, 30))


def test_who_closes_many_and_who_receives_them_wait_for_each_other() -> None:
    products = [product_with_stock() for _ in range(4)]
    # The numbers of the rows run against the order of the products.
    pks = [expected_supply(product, 40).pk for product in products[::-1]]
    race([booking(products, 30), lambda: close_supplies(supply_ids=pks, by=None), booking(products[::-1], 5)])
    assert all(IncomingSupply.objects.values_list("is_closed", flat=True))
