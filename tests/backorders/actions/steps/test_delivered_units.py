"""A delivery of many products serves, receives and writes in as many statements as one of a few."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from backorders.actions.steps.delivered_units import Received, Served, deliver_units
from catalog.actions.steps.received_units import locked_shelf
from catalog.models import Product
from tests.factories.catalog import default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


@transaction.atomic
def delivered(units: dict[Product, Decimal]) -> dict[int, Received]:
    return deliver_units(locked_shelf(default_source(), units), units, expected_as="", by=None)


def owing(units: int) -> Product:
    product = product_with_stock(quantity=0, backorders=1)
    place_order(lines={product: units}, email="ada@example.org", by=None, now=timezone.now())
    expected_supply(product, 9)
    return product


def test_each_product_serves_its_own_orders_as_far_as_its_units_reach() -> None:
    bag, cap, hat = owing(2), owing(5), product_with_stock(quantity=1)
    second = place_order(lines={bag: 4}, email="bo@example.org", by=None, now=timezone.now())
    found = delivered({bag: Decimal(3), hat: Decimal(9), cap: Decimal(1)})
    first, other = (product.order_lines.get(order__email="ada@example.org").order for product in (bag, cap))
    assert {pk: one.served for pk, one in found.items()} == {
        bag.pk: (Served(first.number, Decimal(2)), Served(second.number, Decimal(1))),
        hat.pk: (),
        cap.pk: (Served(other.number, Decimal(1)),),
    }
    assert [sum(one.units for one in found[each.pk].receipts.receipts) for each in (bag, cap, hat)] == [3, 1, 0]


@pytest.mark.parametrize("count", [1, 30])
def test_the_statements_do_not_grow(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    units = {owing(2): Decimal(1) for _ in range(count)}
    with django_assert_num_queries(16):
        assert len(delivered(units)) == count
