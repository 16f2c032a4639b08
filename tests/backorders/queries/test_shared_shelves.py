"""What of a shelf several stocks have, read in a few queries, however many products."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from backorders.queries.shared_shelves import others_at, shared_after, shared_delivery, shared_shelves
from catalog.models import Source, SourceItem, StockLevel
from catalog.rules.quantity import ZERO
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db

EU, US = 1, 2


def test_what_nobody_shares_is_none(django_assert_num_queries: Any) -> None:
    bag = product_with_stock(quantity=5)
    stock = default_source().links.get().stock_id
    with django_assert_num_queries(1):
        assert shared_shelves(stock, [bag.pk]) == {}
    with django_assert_num_queries(0):
        assert shared_shelves(stock, []) == {}


@pytest.mark.parametrize("products", [1, 30])
def test_a_shelf_has_what_counts_and_what_is_covered_in_each_stock(
    django_assert_num_queries: Any, products: int
) -> None:
    shop = OrderShop.of(Shelves({1: Decimal(5), 2: Decimal(9)}, {EU: frozenset({1}), US: frozenset({1, 2})}))
    Source.objects.filter(pk=shop.sources[2].pk).update(is_enabled=False)
    eu, us, source = shop.stocks[EU].pk, shop.stocks[US].pk, shop.sources[1].pk
    for stock in (US, EU):
        shop.promise(stock, Decimal(3))
    more = [product_with_stock(quantity=1, source=shop.sources[1]).pk for _ in range(products)]
    SourceItem.objects.filter(product=more[0]).update(is_in_stock=False)
    with django_assert_num_queries(5):
        found = shared_shelves(eu, [shop.product.pk, *more])
    shelf = found[shop.product.pk]
    assert (shelf.stock, shelf.counted, dict(shelf.covered)) == (eu, {source: 5}, {us: 3, eu: 2})
    assert dict(shelf.drawn_on) == {eu: {source}, us: {source, shop.sources[2].pk}}
    assert (found[more[0]].counted, found[more[0]].covered, len(found)) == ({}, {}, products + 1)
    assert (others_at(shelf, source), others_at(shelf, shop.sources[2].pk)) == (("Shelf stock 2",), ("Shelf stock 2",))
    assert others_at(found[more[0]], source) == ()
    assert shelf.most_from(source) == shelf.covered[eu] != ZERO


def delivery(shop: OrderShop, source: int, units: int) -> tuple[list[Decimal], Decimal, Decimal]:
    found = shared_delivery(
        stock_id=shop.stocks[EU].pk,
        product_id=shop.product.pk,
        source_id=shop.sources[source].pk,
        delivered=Decimal(units),
    )
    assert found is not None
    return [found.served[line] for line in shop.lines], found.in_all, found.here


def test_a_delivery_serves_the_stocks_that_can_use_it_in_queue_order() -> None:
    shop = OrderShop.of(Shelves({1: ZERO, 2: ZERO}, {EU: frozenset({1, 2}), US: frozenset({2})}))
    for stock, units in ((US, 2), (EU, 3)):
        shop.promise(stock, Decimal(units))
    assert delivery(shop, 1, 4) == ([0, 3], 3, 3)
    assert delivery(shop, 2, 4) == ([2, 2], 4, 2)
    assert delivery(shop, 2, 9) == ([2, 3], 5, 3)
    # What another product is there says nothing of this one.
    SourceItem.objects.filter(product=product_with_stock(quantity=1, source=shop.sources[2])).update(is_in_stock=False)
    assert delivery(shop, 2, 9) == ([2, 3], 5, 3)
    SourceItem.objects.filter(product=shop.product, source=shop.sources[2]).update(is_in_stock=False)
    assert delivery(shop, 2, 9) == ([0, 0], 0, 0)


def test_a_delivery_to_what_nobody_shares_is_asked_of_its_own_queue() -> None:
    bag, source = product_with_stock(quantity=5), default_source()
    stock = source.links.get().stock_id
    assert shared_delivery(stock_id=stock, product_id=bag.pk, source_id=source.pk, delivered=Decimal(1)) is None


def test_what_will_be_elsewhere_follows_the_queue_of_all_stocks() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(3)}, {EU: frozenset({1}), US: frozenset({1})}))
    product, source = shop.product.pk, shop.sources[1].pk
    for stock in (EU, US):
        shop.promise(stock, Decimal(2), floor=Decimal(-9))
    for stock, free in ((EU, 0), (US, -1)):
        level = StockLevel.objects.get(stock=shop.stocks[stock], product=product).as_level()
        assert level.free == free
        asked = {product: replace(level, elsewhere=ZERO)}
        assert shared_after(shop.stocks[stock].pk, asked, {product: {source: Decimal(3)}}, {}) == {product: level}


def test_what_a_stock_that_shares_nothing_holds_of_the_product_changes_nothing() -> None:
    apart = 3
    shop = OrderShop.of(
        Shelves({1: Decimal(3), 2: Decimal(5)}, {EU: frozenset({1}), US: frozenset({1}), apart: frozenset({2})})
    )
    product, source = shop.product.pk, shop.sources[1].pk
    for stock in (EU, US, apart):
        shop.promise(stock, Decimal(2), floor=Decimal(-9))
    level = StockLevel.objects.get(stock=shop.stocks[US], product=product).as_level()
    asked = {product: replace(level, elsewhere=ZERO)}
    assert shared_after(shop.stocks[US].pk, asked, {product: {source: Decimal(3)}}, {}) == {product: level}


def test_what_lines_will_hold_no_more_leaves_the_shelf_to_those_behind_them() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(3)}, {EU: frozenset({1}), US: frozenset({1})}))
    product, source = shop.product.pk, shop.sources[1].pk
    for stock, units in ((EU, 3), (US, 2)):
        shop.promise(stock, Decimal(units), floor=Decimal(-9))
    level = StockLevel.objects.get(stock=shop.stocks[EU], product=product).as_level()
    then = replace(level, reserved=Decimal(2), elsewhere=ZERO)
    after = shared_after(
        shop.stocks[EU].pk, {product: then}, {product: {source: Decimal(3)}}, {shop.lines[0]: Decimal(1)}
    )
    # Of three units the older line keeps two and the other stock has one of its two: nothing is free, and EU owes nothing.
    assert (after[product].elsewhere, after[product].free) == (1, 0)


def test_units_that_a_line_gives_up_serve_the_next_in_the_queue_whosever_they_are() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(4)}, {EU: frozenset({1}), US: frozenset({1})}))
    product, source = shop.product.pk, shop.sources[1].pk
    for stock, units in ((EU, 3), (US, 2), (EU, 2)):
        shop.promise(stock, Decimal(units), floor=Decimal(-9))
    level = StockLevel.objects.get(stock=shop.stocks[EU], product=product).as_level()
    then = {product: replace(level, reserved=Decimal(4), elsewhere=ZERO)}
    after = shared_after(shop.stocks[EU].pk, then, {product: {source: Decimal(4)}}, {shop.lines[0]: Decimal(1)})
    # The unit that the oldest line gives up goes to the other stock, which is next: EU still owes its youngest line two.
    assert (after[product].elsewhere, after[product].free) == (2, -2)


def test_what_nobody_shares_stays_as_it_is() -> None:
    bag = product_with_stock(quantity=5)
    stock = default_source().links.get().stock_id
    levels = {bag.pk: StockLevel.objects.get(product=bag, stock=stock).as_level()}
    assert shared_after(stock, levels, {bag.pk: {}}, {}) == levels
    assert shared_after(stock, {}, {}, {}) == {}
