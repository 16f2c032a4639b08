"""Units of products come to a source: each once, all of them or none, in statements that do not grow."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from catalog.actions.steps.received_units import (
    HoldsNoStock,
    NotReceived,
    SourcesChanged,
    locked_shelf,
    receive_units,
)
from catalog.models import Product, SourceItem, StockItem
from catalog.models.product import ProductType
from catalog.rules.quantity import LARGEST, InvalidQuantityError
from tests.factories.catalog import ProductFactory, SourceFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


@transaction.atomic
def received(units: dict[Product, Decimal], *, by: User | None = None) -> None:
    receive_units(locked_shelf(default_source(), units), units, by=by)


def on_hand() -> dict[int, Decimal]:
    return dict(SourceItem.objects.filter(source=default_source()).values_list("product_id", "quantity"))


def test_one_of_several_is_new_there_and_each_has_its_line_of_history(admin_user: User) -> None:
    bag, cap, other = product_with_stock(quantity=2), ProductFactory.create(), product_with_stock(quantity=7)
    SourceItem.objects.filter(product=bag).update(is_in_stock=False)
    StockItem.objects.update_or_create(product=cap, defaults={"is_qty_decimal": True})
    received({cap: Decimal("1.5"), bag: Decimal(3)}, by=admin_user)
    assert on_hand() == {bag.pk: 5, cap.pk: Decimal("1.5"), other.pk: 7}
    # A status that staff set stays; what is new counts.
    assert dict(SourceItem.objects.values_list("product_id", "is_in_stock"))[bag.pk] is False
    assert dict(SourceItem.objects.values_list("product_id", "is_in_stock"))[cap.pk] is True
    said = list(LogEntry.objects.order_by("pk").values_list("object_id", "change_message"))
    name = default_source().name
    assert said == [(str(cap.pk), f"{name}: assigned with 1.5"), (str(bag.pk), f"{name}: quantity 2 → 5")]


def test_what_cannot_be_received_is_named_each_for_itself_and_nothing_is_written() -> None:
    bag, cap, full = (product_with_stock(quantity=1) for _ in range(3))
    shirt = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    gone = ProductFactory.create()
    Product.objects.filter(pk=gone.pk).delete()
    SourceItem.objects.filter(product=full).update(quantity=LARGEST)
    before = on_hand()
    one = Decimal(1)
    with pytest.raises(NotReceived) as refused:
        received({bag: one, cap: Decimal("0.5"), shirt: one, gone: one, full: one})
    assert {pk: type(why) for pk, why in refused.value.problems.items()} == {
        cap.pk: InvalidQuantityError,
        shirt.pk: HoldsNoStock,
        gone.pk: Product.DoesNotExist,
        full.pk: SourcesChanged,
    }
    assert on_hand() == before


@pytest.mark.parametrize("count", [1, 30])
def test_the_statements_do_not_grow(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    units = {product_with_stock(quantity=1): Decimal(2) for _ in range(count)} | {ProductFactory.create(): Decimal(2)}
    SourceFactory.create()
    with django_assert_num_queries(13):
        received(units)
