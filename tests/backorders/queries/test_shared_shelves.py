"""What of a shelf several stocks have, read in a few queries, however many products."""

from decimal import Decimal
from typing import Any

import pytest

from backorders.queries.shared_shelves import others_at, shared_shelves
from catalog.models import Source, SourceItem
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
