"""What pages work out by the rule is what the database keeps (docs/rules.md#salable-9)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from catalog.models import SourceItem, StockLevel, StockSourceLink
from catalog.queries.shared_sources import SharedOut, promises_of, shared_out
from catalog.rules.shared_sources import Promise
from tests.catalog.models.shelf_shop import ShelfShop, open_queue
from tests.catalog.rules.shared_shelves import Shelves, shelves
from tests.examples import of_shops
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
APART = {1: frozenset({1}), 2: frozenset({2})}
TOGETHER = {1: frozenset({1}), 2: frozenset({1})}


@pytest.fixture(autouse=True)
def queue(db: None) -> None:  # noqa: ARG001  in its transaction
    open_queue()


def worked_out(shop: ShelfShop) -> SharedOut:
    items = SourceItem.objects.filter(product=shop.product)
    drawn_on: dict[int, set[int]] = {stock.pk: set() for stock in shop.stocks.values()}
    for stock, source in StockSourceLink.objects.filter(source__items__product=shop.product).values_list(
        "stock", "source"
    ):
        drawn_on[stock].add(source)
    levels = {row.stock_id: row.as_level() for row in StockLevel.objects.filter(product=shop.product)}
    counted = dict(items.filter(is_in_stock=True).values_list("source_id", "quantity"))
    return shared_out(shop.product.pk, levels, counted=counted, drawn_on=drawn_on)


@given(shelves(most_lines=5))
@of_shops
def test_the_rule_comes_to_the_levels_that_the_database_keeps(shelf: Shelves) -> None:
    with rolled_back():
        shop = ShelfShop.of(shelf)
        kept = {row.stock_id: row.as_level() for row in StockLevel.objects.filter(product=shop.product)}
        assert worked_out(shop).levels == kept


def test_nobody_is_asked_where_nothing_is_shared_or_promised() -> None:
    apart = Shelves({1: Decimal(5), 2: Decimal(5)}, APART, (Promise(1, 1, Decimal(2)),))
    for shelf in (apart, Shelves({1: Decimal(5)}, TOGETHER)):
        with rolled_back():
            shop = ShelfShop.of(shelf)
            with CaptureQueriesContext(connection) as asked:
                worked_out(shop)
        assert len(asked) == len(("links", "levels", "items"))


def test_says_which_stock_has_the_units() -> None:
    shop = ShelfShop.of(Shelves({1: Decimal(12)}, TOGETHER))
    shop.promise(1, Decimal(7))
    eu, us = shop.stocks[1].pk, shop.stocks[2].pk
    assert worked_out(shop).elsewhere == {eu: {}, us: {eu: 7}}


def test_lines_promise_no_more_than_is_reserved_and_what_has_no_line_comes_last() -> None:
    first, second, third = Promise(7, 1, Decimal(3)), Promise(8, 2, Decimal(2)), Promise(9, 1, Decimal(4))
    assert promises_of([first, second, third], {1: Decimal(5), 2: Decimal(3)}) == [
        first,
        second,
        Promise(9, 1, Decimal(2)),
        Promise(-2, 2, Decimal(1)),
    ]
