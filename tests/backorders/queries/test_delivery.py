"""What lies at the source of a delivery."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.book_delivery import book_delivery
from backorders.queries.delivery import came_of_supply, deliveries_of_products, items_at
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    default_source,
    expected_supply,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def test_only_what_lies_at_the_source_is_counted() -> None:
    bag, cap = product_with_stock(quantity=4), ProductFactory.create()
    SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=9)
    found = items_at(default_source().pk, [bag.pk, cap.pk])
    assert {product: item.quantity for product, item in found.items()} == {bag.pk: 4}


def test_deliveries_of_some_products_are_counted_once_and_the_latest_named() -> None:
    bag, cap, other = (product_with_stock(quantity=1) for _ in range(3))
    one, two, _ = (
        book_delivery(
            source=default_source(), units=dict.fromkeys(of, Decimal(1)), key=key, by=None, now=timezone.now()
        )
        for key, of in {"1": (bag, cap), "2": (cap,), "3": (other,)}.items()
    )
    assert deliveries_of_products([bag.pk, cap.pk], first=1) == (2, (two.number,))
    assert deliveries_of_products([bag.pk], first=3) == (1, (one.number,))


def test_what_came_of_a_supply_is_told_part_by_part(admin_user: User) -> None:
    bag = product_with_stock()
    supply, other = expected_supply(bag, 40), expected_supply(bag, 5, days=9)
    now = timezone.now()
    parts = [
        book_delivery(source=default_source(), units={bag: Decimal(n)}, key=str(n), by=by, now=now)
        for n, by in ((25, admin_user), (10, None))
    ]
    assert [(one.number, one.who, one.units, one.outstanding) for one in came_of_supply(supply.pk)] == [
        (parts[0].number, "admin", 25, 40),
        (parts[1].number, "", 10, 15),
    ]
    assert came_of_supply(other.pk) == ()
