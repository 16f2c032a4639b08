"""Two who book deliveries at the same instant: one number is booked once, and products in another order lock nobody out."""

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.book_delivery import CannotBook, book_delivery
from backorders.models import Delivery
from catalog.models import Product, SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)


def booking(products: list[Product], *, reference: str = "", key: str = "") -> Callable[[], bool]:
    def act() -> bool:
        try:
            book_delivery(
                source=default_source(),
                units=dict.fromkeys(products, Decimal(2)),
                reference=reference,
                key=key or str(uuid.uuid4()),
                by=None,
                now=timezone.now(),
            )
        except CannotBook:
            return False
        return True

    return act


def on_hand(products: list[Product]) -> list[Decimal]:
    return list(SourceItem.objects.filter(product__in=products).order_by("product").values_list("quantity", flat=True))


def test_the_same_number_at_the_same_instant_is_booked_once() -> None:
    products = [product_with_stock(quantity=1) for _ in range(3)]
    booked = race([booking(products, reference=reference) for reference in ("D-7", "d-7", "D-7")])
    assert sorted(booked) == [False, False, True]
    assert on_hand(products) == [3, 3, 3]


def test_the_same_request_at_the_same_instant_is_booked_once() -> None:
    products = [product_with_stock(quantity=1) for _ in range(3)]
    assert race([booking(products, key="once")] * 3) == [True, True, True]
    assert (on_hand(products), Delivery.objects.count()) == ([3, 3, 3], 1)


def test_deliveries_of_the_same_products_in_another_order_wait_for_each_other() -> None:
    products = [product_with_stock(quantity=1) for _ in range(4)]
    assert race([booking(products), booking(products[::-1]), booking(products[1:])]) == [True, True, True]
    assert on_hand(products) == [5, 7, 7, 7]
    assert unsound(limit=None) == []
