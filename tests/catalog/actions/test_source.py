"""Receive stock: units are added to what lies there; what staff decided stays."""

from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.actions.source import receive_stock
from catalog.models import SourceItem
from catalog.rules.quantity import InvalidQuantityError
from tests.factories.catalog import SourceFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def test_a_delivery_is_added_to_what_lies_there() -> None:
    product = product_with_stock(quantity="2.5", is_qty_decimal=True)
    receive_stock(product, source=default_source(), quantity="1.25", by=None, now=timezone.now())
    assert SourceItem.objects.get(product=product).quantity == Decimal("3.75")


def test_a_delivery_to_a_new_source_assigns_it_in_stock() -> None:
    product, source = product_with_stock(quantity=1), SourceFactory.create()
    receive_stock(product, source=source, quantity=4, by=None, now=timezone.now())
    item = SourceItem.objects.get(product=product, source=source)
    assert (item.quantity, item.is_in_stock) == (4, True)


def test_a_manual_out_of_stock_beats_a_delivery() -> None:
    product = product_with_stock(quantity=1, in_stock=False)
    receive_stock(product, source=default_source(), quantity=4, by=None, now=timezone.now())
    item = SourceItem.objects.get(product=product)
    assert (item.quantity, item.is_in_stock, product.stock_level().on_hand) == (5, False, 0)


@pytest.mark.parametrize("quantity", [0, -1, "NaN"])
def test_a_delivery_of_nothing_is_refused(quantity: int | str) -> None:
    product = product_with_stock(quantity=1)
    with pytest.raises(ValueError):  # noqa: PT011  the rule's and the action's own
        receive_stock(product, source=default_source(), quantity=quantity, by=None, now=timezone.now())
    assert SourceItem.objects.get(product=product).quantity == 1


@pytest.mark.parametrize("quantity", ["1.5", "0", "-1", "0.00001", "NaN", "1e30"])
def test_a_delivery_of_no_whole_units_is_refused(quantity: str) -> None:
    product = product_with_stock(quantity=1)
    with pytest.raises(InvalidQuantityError):
        receive_stock(product, source=default_source(), quantity=quantity, by=None, now=timezone.now())
    assert SourceItem.objects.get(product=product).quantity == 1
