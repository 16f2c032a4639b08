"""Counts beside sales, deliveries and other counts of the same products: nothing is written over, nobody is locked out."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.receive_delivery import receive_delivery
from catalog.actions.stock_count import CannotCount, count_stock
from catalog.models import Product, SourceItem
from catalog.rules.stock_count import CountedRow, CountReason
from tests.concurrency.race import race
from tests.factories.catalog import ProductFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def counting(products: list[Product], shown: int | None, counted: int) -> Callable[[], bool]:
    def act() -> bool:
        before = None if shown is None else Decimal(shown)
        rows = [CountedRow(product.pk, before, Decimal(counted)) for product in products]
        try:
            count_stock(source=default_source(), rows=rows, reason=CountReason.COUNT, by=None, now=timezone.now())
        except CannotCount:
            return False
        return True

    return act


def receiving(products: list[Product], units: int) -> Callable[[], bool]:
    def act() -> bool:
        for product in products:
            receive_delivery(product, source=default_source(), quantity=Decimal(units), by=None, now=timezone.now())
        return True

    return act


def stored() -> set[Decimal]:
    return set(SourceItem.objects.values_list("quantity", flat=True))


def test_of_two_counts_at_once_one_is_saved_whole() -> None:
    products = [product_with_stock(quantity=5) for _ in range(3)]
    done = race([counting(products, 5, 3), counting(products[::-1], 5, 4)])
    assert sorted(done) == [False, True]
    assert stored() == {Decimal(3 if done[0] else 4)}


def test_two_people_assign_the_same_product_at_once() -> None:
    products = [ProductFactory.create() for _ in range(3)]
    done = race([counting(products, None, 3), counting(products[::-1], None, 4)])
    assert sorted(done) == [False, True]
    assert stored() == {Decimal(3 if done[0] else 4)}


def test_a_delivery_that_comes_at_the_same_instant_is_not_counted_away() -> None:
    bag = product_with_stock(quantity=5)
    is_counted, _ = race([counting([bag], 5, 3), receiving([bag], 2)])
    assert stored() == {Decimal(5 if is_counted else 7)}
