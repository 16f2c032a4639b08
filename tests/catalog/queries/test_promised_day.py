"""What is to come of a product in a stock: of its own sources, and behind whom; the same however it is asked."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.models import ConfigurationValue, Product, SourceItem, Stock, StockItem
from catalog.queries.promised_day import outlooks
from catalog.queries.salable import positions
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from catalog.rules.promised_day import NOTHING_KNOWN, Arrival, Outlook
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    StockFactory,
    configure,
    expected_supply,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def found(product: Product, stock: Stock) -> Outlook:
    """Return the outlook, asked both ways."""
    configuration = ConfigurationValue.objects.in_force()
    beside = positions([product], stock=stock, configuration=configuration)[product.pk].outlook
    assert outlooks([(stock.pk, product.pk)]) == {(stock.pk, product.pk): beside}
    return beside


def test_what_comes_is_what_is_outstanding_at_sources_that_count() -> None:
    here, closed, elsewhere, stopped = (SourceFactory.create(is_enabled=number != 1) for number in range(4))
    stock = StockFactory.create(sources=[here, closed, stopped])
    bag = product_with_stock(quantity=0, source=here)
    assert found(bag, stock) == NOTHING_KNOWN
    SourceItem.objects.create(product=bag, source=stopped, quantity=5, is_in_stock=False)
    expected_supply(bag, 40, days=1, source=here, received=40)
    expected_supply(bag, 40, days=2, source=here, is_closed=True)
    for source in (closed, elsewhere, stopped):
        expected_supply(bag, 40, source=source)
    expected_supply(product_with_stock(), 40, source=here)
    late, soon = (
        expected_supply(bag, 7, days=-1, source=here),
        expected_supply(bag, 40, days=3, source=here, received=15),
    )
    wanted = {Arrival(late.expected_on, Decimal(7)), Arrival(soon.expected_on, Decimal(25))}
    assert set(found(bag, stock).arrivals) == wanted


def test_a_products_own_lead_time_goes_before_the_configured_one() -> None:
    bag, stock = product_with_stock(quantity=0), Stock.objects.default()
    configure(BACKORDER_LEAD_TIME, 14)
    assert found(bag, stock).lead_time == 14
    StockItem.objects.update_or_create(product=bag, defaults={"backorder_lead_time": 0})
    assert found(bag, stock).lead_time == 0


@pytest.mark.parametrize("is_same", [True, False])
def test_who_waits_in_stocks_that_share_a_source_stands_before_who_orders_now(is_same: bool) -> None:
    shared, own = SourceFactory.create(), SourceFactory.create()
    first = StockFactory.create(sources=[shared])
    second = StockFactory.create(sources=[shared] if is_same else [shared, own])
    bag, cap = (product_with_stock(quantity=2, source=shared, backorders=2) for _ in range(2))
    SourceItem.objects.get_or_create(product=bag, source=own, defaults={"quantity": 0})
    ReservationFactory.create(product=bag, stock=first, quantity=Decimal(-7))
    assert (found(bag, second).owed_elsewhere, found(bag, first).owed_elsewhere) == (5, 0)
    assert found(cap, second).owed_elsewhere == 0


def test_however_many_it_is_one_query(django_assert_num_queries: Any) -> None:
    stock = Stock.objects.default()
    for count in (1, 30):
        pairs = [(stock.pk, product_with_stock().pk) for _ in range(count)]
        with django_assert_num_queries(1):
            assert len(outlooks(pairs)) == count
    with django_assert_num_queries(0):
        assert outlooks([]) == {}
