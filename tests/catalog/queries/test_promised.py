"""Which products owe units, where, and how many are promised."""

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import Product, Stock
from catalog.queries.promised import promised_at_sources, promised_in_stock, promised_products
from catalog.rules.product_setting import MANAGE_STOCK
from catalog.words.promised import Promised
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    configure,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def owing(quantity: int, promised: int, **fields: Any) -> Product:
    product = product_with_stock(quantity=quantity, **fields)
    if promised:
        ReservationFactory.create(product=product, quantity=-promised)
    return product


def told(*promised: Promised) -> list[tuple[str, str, Decimal, Decimal]]:
    return [(each.sku, each.in_stock, each.promised, each.owed) for each in promised]


def test_only_what_is_promised_beyond_the_shelf_is_owed() -> None:
    products = [owing(5, 7, sku="A"), owing(5, 5), owing(0, 0), owing(-3, 2, sku="D"), owing(0, 2, manage_stock=False)]
    found = promised_products([product.pk for product in products])
    assert {pk: told(*each) for pk, each in found.items()} == {
        products[0].pk: [("A", "", 7, 2)],
        products[3].pk: [("D", "", 2, 2)],
    }


def test_of_no_products_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert promised_products([]) == {}


def test_the_setting_counts_where_the_product_has_none() -> None:
    inherits, own = owing(0, 1, sku="A"), owing(0, 1, sku="B", manage_stock=True)
    configure(MANAGE_STOCK, 0)
    assert promised_products([inherits.pk, own.pk]).keys() == {own.pk}


def test_a_product_in_two_stocks_names_the_stock_the_default_one_first() -> None:
    elsewhere = SourceFactory.create()
    stock = StockFactory.create(name="A stock", sources=[elsewhere])
    bag = owing(0, 3, sku="BAG")
    SourceItemFactory.create(product=bag, source=elsewhere, quantity=1)
    ReservationFactory.create(product=bag, stock=stock, quantity=-2)
    default = Stock.objects.default()
    assert told(*promised_products([bag.pk])[bag.pk]) == [("BAG", default.name, 3, 3), ("BAG", "A stock", 2, 1)]
    assert told(*promised_at_sources([elsewhere.pk])) == [("BAG", "A stock", 2, 1)]
    assert told(*promised_at_sources([default_source().pk], product_id=bag.pk)) == [("BAG", default.name, 3, 3)]
    assert promised_at_sources([default_source().pk], product_id=0) == ()
    assert told(*promised_in_stock(stock, source_ids=[default_source().pk])) == [("BAG", "A stock", 2, 1)]
    assert promised_in_stock(stock, source_ids=[0]) == ()


def test_a_product_in_one_stock_names_none_whatever_else_lies_in_another() -> None:
    elsewhere = SourceFactory.create()
    StockFactory.create(sources=[elsewhere])
    SourceItemFactory.create(product=product_with_stock(), source=elsewhere)
    bag = owing(0, 3, sku="BAG")
    assert told(*promised_products([bag.pk])[bag.pk]) == [("BAG", "", 3, 3)]
