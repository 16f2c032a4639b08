"""Members of staff who save the same product or stock at the same instant."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import F
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.actions.product import save_advanced_inventory
from catalog.actions.steps.received_units import SourcesChanged
from catalog.actions.stock import save_stock
from catalog.models import Product, Source, SourceItem, StockItem
from catalog.rules.in_force import OwnPolicy
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.concurrency.race import race
from tests.factories.catalog import ProductFactory, SourceFactory, StockFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)

OPENED = SourceValues(Decimal(25))


def saving(product: Product, source: Source, before: SourceValues | None, after: SourceValues) -> Callable[[], bool]:
    def save() -> bool:
        try:
            assign_sources(product, rows=[SourceRow(source.pk, before, after)], by=None)
        except SourcesChanged:
            return False
        return True

    return save


def test_differences_typed_by_many_at_once_add_up() -> None:
    product, source = product_with_stock(quantity=25), default_source()
    race([saving(product, source, OPENED, SourceValues(Decimal(25 + number))) for number in (1, 2, 3, 4)])
    assert SourceItem.objects.get().quantity == 35
    assert kept_levels() == recomputed_levels()


def test_a_difference_typed_while_units_leave_the_shelf_loses_none() -> None:
    product, source = product_with_stock(quantity=25), default_source()

    def type_differences() -> None:
        for _ in range(20):
            saving(product, source, OPENED, SourceValues(Decimal(26)))()

    def take_units() -> None:
        for _ in range(60):
            SourceItem.objects.filter(product=product).update(quantity=F("quantity") - 1)

    race([type_differences, take_units])
    assert SourceItem.objects.get().quantity == 25 + 20 - 60


def test_one_of_many_who_assign_the_same_source_at_once_does() -> None:
    product, source = ProductFactory.create(), default_source()
    saved = race([saving(product, source, None, SourceValues(Decimal(number))) for number in (1, 2, 3, 4)])
    assert sorted(saved) == [False, False, False, True]
    assert kept_levels() == recomputed_levels()


def test_saving_while_orders_are_placed_and_stocks_are_linked_neither_waits_for_ever_nor_drifts() -> None:
    product, sources = product_with_stock(quantity=25, backorders=1), SourceFactory.create_batch(2)
    stock = StockFactory.create(sources=sources[:1])

    def edit() -> None:
        for _ in range(10):
            for source in sources:
                saving(product, source, None, SourceValues(Decimal(5)))()
                assign_sources(product, rows=[SourceRow(source.pk, SourceValues(Decimal(5)), None)], by=None)

    def order() -> None:
        for _ in range(10):
            place_order(lines={product: 1}, email="shopper@example.org", by=None, now=timezone.now())

    def link() -> None:
        for _ in range(10):
            for linked in (sources, sources[::-1], []):
                save_stock(stock, websites=[], source_ids=[source.pk for source in linked], by=None)

    race([edit, order, link])
    assert kept_levels() == recomputed_levels()


def test_stocks_that_swap_their_sources_at_once_do_not_wait_for_each_other() -> None:
    a, b = (source.pk for source in SourceFactory.create_batch(2))
    stocks = [StockFactory.create(), StockFactory.create()]

    def swap(number: int) -> Callable[[], None]:
        def save() -> None:
            for turn in range(20):
                save_stock(stocks[number], websites=[], source_ids=[(a, b)[(turn + number) % 2]], by=None)

        return save

    race([swap(0), swap(1)])
    assert [stock.links.count() for stock in stocks] == [1, 1]


def test_advanced_inventory_saved_by_many_at_once_is_one_row() -> None:
    product = ProductFactory.create()

    def save(number: int) -> Callable[[], None]:
        return lambda: save_advanced_inventory(product, values=OwnPolicy(min_qty=Decimal(number)), by=None)

    race([save(number) for number in (-1, -2, -3, -4)])
    assert StockItem.objects.get().min_qty in {-1, -2, -3, -4}
