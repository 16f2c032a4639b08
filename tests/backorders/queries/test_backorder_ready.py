"""Whose units have all come: of orders in process that were confirmed and not told."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone
from payments import PaymentStatus

from backorders.actions.hold_order import hold_order, unhold_order
from backorders.models import Order
from backorders.queries.backorder_ready import orders_that_came
from catalog.models import Product, SourceItem
from tests.backorders.queries.test_moved_day import ordered
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def paid(*products: Product, units: int = 5) -> Order:
    order = ordered(*products, units=units, method="card")
    order.payments.get().change_status(PaymentStatus.CONFIRMED)
    order.refresh_from_db()
    return order


def came(product: Product, units: int) -> None:
    SourceItem.objects.filter(product=product).update(quantity=units)


def test_all_of_an_order_counts_and_the_queue_decides() -> None:
    bag, tin = (product_with_stock(quantity=2, backorders=2) for _ in range(2))
    first, second = paid(bag, tin), paid(bag, units=3)
    assert orders_that_came() == ()
    came(bag, 8)
    assert orders_that_came() == (second.pk,)
    came(tin, 4)
    assert orders_that_came() == (second.pk,)
    came(tin, 5)
    assert orders_that_came() == (first.pk, second.pk)
    assert orders_that_came(order=first) == (first.pk,)


def test_who_was_never_owed_anything_on_hold_unpaid_or_of_a_deleted_product_is_not_told() -> None:
    bag, tin = (product_with_stock(quantity=0, backorders=2) for _ in range(2))
    ordered(bag)
    held, gone = paid(bag), paid(bag, tin)
    came(bag, 99)
    came(tin, 99)
    paid(bag)
    hold_order(order=held, by=None, now=NOW)
    assert orders_that_came() == (gone.pk,)
    tin.delete()
    assert orders_that_came() == ()
    unhold_order(order=held, by=None, now=NOW)
    assert orders_that_came() == (held.pk,)


@pytest.mark.parametrize("count", [1, 30])
def test_queries(count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]) -> None:
    bag = product_with_stock(quantity=0, backorders=2)
    for _ in range(count):
        paid(bag, units=1)
    came(bag, count)
    with django_assert_num_queries(3):
        assert len(orders_that_came()) == count
