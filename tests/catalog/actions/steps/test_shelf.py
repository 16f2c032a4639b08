"""Units leave shelves all or nothing, and come back to what is there."""

from decimal import Decimal

import pytest

from catalog.actions.steps.shelf import NotOnShelf, Short, deduct, put_back
from catalog.models import Product, Source, SourceItem
from catalog.rules.quantity import LARGEST, InvalidQuantityError
from tests.factories.catalog import SourceFactory, SourceItemFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def items() -> list[tuple[Decimal, bool]]:
    return list(SourceItem.objects.order_by("pk").values_list("quantity", "is_in_stock"))


def place(item: SourceItem) -> tuple[int, int]:
    return item.source_id, item.product_id


def test_units_leave_each_its_shelf_down_to_zero() -> None:
    first, second = SourceItemFactory.create(quantity=5), SourceItemFactory.create(quantity=5)
    deduct({place(first): Decimal(5), place(second): Decimal(2)})
    assert items() == [(0, True), (3, True)]


def test_nothing_leaves_when_one_shelf_is_short() -> None:
    first, second = SourceItemFactory.create(quantity=5), SourceItemFactory.create(quantity=-2)
    elsewhere = (SourceFactory.create().pk, first.product_id)
    with pytest.raises(NotOnShelf) as refused:
        deduct({place(first): Decimal(5), place(second): Decimal(1), elsewhere: Decimal(1)})
    assert refused.value.short == (
        Short(*place(second), Decimal(1), Decimal(0)),
        Short(*elsewhere, Decimal(1), Decimal(0)),
    )
    assert items() == [(5, True), (-2, True)]


def test_no_units_ask_nothing_of_a_shelf() -> None:
    item = SourceItemFactory.create(quantity=-2)
    deduct({place(item): Decimal(0)})
    put_back({(SourceFactory.create().pk, item.product_id): Decimal(0)}, set_in_stock=True)
    assert items() == [(-2, True)]


@pytest.mark.parametrize("units", ["-1", "NaN"])
def test_what_is_no_quantity_moves_nothing(units: str) -> None:
    item = SourceItemFactory.create(quantity=5)
    with pytest.raises(InvalidQuantityError):
        deduct({place(item): Decimal(units)})
    with pytest.raises(InvalidQuantityError):
        put_back({place(item): Decimal(units)}, set_in_stock=False)
    assert items() == [(5, True)]


@pytest.mark.parametrize(
    ("lies_there", "in_stock", "set_in_stock", "after"),
    [(0, True, False, True), (0, False, False, False), (0, False, True, True), (-3, False, True, False)],
)
def test_a_shelf_that_has_units_again_counts_again_where_the_shop_says_so(
    lies_there: int, *, in_stock: bool, set_in_stock: bool, after: bool
) -> None:
    item = SourceItemFactory.create(quantity=lies_there, is_in_stock=in_stock)
    put_back({place(item): Decimal(3)}, set_in_stock=set_in_stock)
    assert items() == [(lies_there + 3, after)]


def test_units_come_back_to_a_source_that_forgot_the_product() -> None:
    product, source = product_with_stock(quantity=1), SourceFactory.create()
    put_back({(source.pk, product.pk): Decimal(2), (default_source().pk, product.pk): Decimal(1)}, set_in_stock=False)
    assert items() == [(2, True), (2, True)]


def test_a_shelf_holds_no_more_than_its_column() -> None:
    item = SourceItemFactory.create(quantity=LARGEST - 1)
    put_back({place(item): Decimal(1)}, set_in_stock=False)
    with pytest.raises(InvalidQuantityError):
        put_back({place(item): Decimal("0.0001")}, set_in_stock=False)
    assert items() == [(LARGEST, True)]


def test_nothing_comes_back_to_what_is_gone() -> None:
    product, source = product_with_stock(), SourceFactory.create()
    with pytest.raises(Source.DoesNotExist):
        put_back({(source.pk, product.pk): Decimal(1), (0, product.pk): Decimal(1)}, set_in_stock=False)
    with pytest.raises(Product.DoesNotExist):
        put_back({(source.pk, product.pk): Decimal(1), (source.pk, 0): Decimal(1)}, set_in_stock=False)
    assert items() == [(0, True)]
