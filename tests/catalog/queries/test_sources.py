"""Which sources and items may give units for a stock, and in which order."""

from decimal import Decimal

import pytest

from catalog.models import Stock
from catalog.queries.sources import is_single_source_mode, linked_sources, source_candidates, sources_standing
from catalog.rules.source_selection import Candidate
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_candidates_are_in_stock_at_enabled_sources_by_priority() -> None:
    first, second, third = (SourceFactory.create() for _ in range(3))
    closed = SourceFactory.create(is_enabled=False)
    stock = StockFactory.create(sources=[third, closed, first, second])
    bag = product_with_stock(quantity=9)
    for source, quantity, in_stock in ((first, 1, True), (second, 2, False), (third, 3, True), (closed, 4, True)):
        SourceItemFactory.create(product=bag, source=source, quantity=quantity, is_in_stock=in_stock)
    SourceItemFactory.create(source=first)
    assert source_candidates(stock, [bag.pk]) == (
        Candidate(third.pk, bag.pk, Decimal(3)),
        Candidate(first.pk, bag.pk, Decimal(1)),
    )
    assert linked_sources(stock) == (third, first, second)


def test_one_enabled_source_is_single_source_mode() -> None:
    assert is_single_source_mode()
    SourceFactory.create(is_enabled=False)
    assert is_single_source_mode()
    SourceFactory.create()
    assert not is_single_source_mode()


def test_the_stocks_of_a_source_stand_the_default_first_then_by_name() -> None:
    source = SourceFactory.create()
    for name in ("West", "East"):
        StockFactory.create(name=name, sources=[source])
    default = Stock.objects.default()
    default.links.create(source=source, priority=9)
    assert list(sources_standing([source.pk]).stocks) == [default.name, "East", "West"]
