"""The explanation adds up to the number that every other page shows."""

from decimal import Decimal

import pytest
from hypothesis import given

from catalog.models import ConfigurationValue, Product, SourceItem
from catalog.models.reservation import EventType
from catalog.queries.explanation import ExplainedStock, explain_salable
from catalog.queries.salable import salable_by_stock
from catalog.rules.explanation import Elsewhere, Hold, NotCounted, Origin
from catalog.rules.product_setting import MIN_QTY
from tests.catalog.queries.shops import ShopPlan, open_shop, shops
from tests.examples import of_shops
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    configure,
    product_with_stock,
)
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


def explained(product: Product, **options: int) -> tuple[ExplainedStock, ...]:
    return explain_salable(product, configuration=ConfigurationValue.objects.in_force(), **options)


def units(holds: tuple[Hold, ...]) -> list[tuple[str, Decimal]]:
    return [(hold.order_number or hold.event_type, hold.units) for hold in holds]


@of_shops
@given(shops())
def test_sum_is_the_number_shown_everywhere_else(plan: ShopPlan) -> None:
    with rolled_back():
        shop = open_shop(plan)
        shown = salable_by_stock(shop.products, configured=plan.configured)
        for product in shop.products:
            told = tuple(each.shown for each in explained(product) if each.shown.level.sources_assigned)
            assert told == shown[product.pk]


def test_units_that_another_stock_has_promised_are_named_with_their_place() -> None:
    berlin = SourceFactory.create(name="Berlin")
    eu = StockFactory.create(name="EU Stock", sources=[berlin])
    us = StockFactory.create(name="US Stock", sources=[berlin])
    product = product_with_stock(quantity=12, source=berlin)
    ReservationFactory.create(product=product, stock=eu, quantity=-7)
    found = {each.shown.stock_name: each.explanation for each in explained(product)}
    assert found[us.name].others == (Elsewhere("EU Stock", ("Berlin",), Decimal(12), Decimal(7)),)
    assert (found[us.name].level.free, found[eu.name].others, found[eu.name].level.free) == (5, (), 5)


def test_every_source_says_whether_it_counts() -> None:
    product = product_with_stock(quantity=25)
    off, stopped, elsewhere = SourceFactory.create(is_enabled=False), SourceFactory.create(), SourceFactory.create()
    stock = StockFactory.create(sources=[off, stopped])
    for source in (off, stopped, elsewhere):
        SourceItemFactory.create(product=product, source=source, is_in_stock=source is not stopped)
    found = {each.shown.stock_name: each.explanation.shares for each in explained(product)}
    assert {share.source_code: share.not_counted for share in found[stock.name]} == {
        "default": NotCounted.NOT_LINKED,
        off.code: NotCounted.SOURCE_DISABLED,
        stopped.code: NotCounted.OUT_OF_STOCK,
        elsewhere.code: NotCounted.NOT_LINKED,
    }


def test_orders_hold_what_is_left_of_them_and_other_rows_stand_last() -> None:
    product = product_with_stock(quantity=25)
    ReservationFactory.create(product=product, quantity=-9, event_type=EventType.MANUAL_COMPENSATION)
    for number, placed, shipped in (("000000001", 5, 5), ("000000002", 4, 1)):
        ReservationFactory.create(product=product, quantity=-placed, order_number=number)
        ReservationFactory.create(product=product, quantity=shipped, order_number=number)
    (stock,) = explained(product)
    assert units(stock.explanation.holds) == [("000000002", 3), ("manual_compensation", 9)]


def test_orders_beyond_those_listed_are_counted_and_added_up() -> None:
    product = product_with_stock(quantity=25)
    for number in range(1, 6):
        ReservationFactory.create(product=product, quantity=-number, order_number=f"{number:09}")
    (stock,) = explained(product, most=2)
    told = stock.explanation
    assert units(told.holds) == [("000000001", 1), ("000000002", 2)]
    assert (told.more_orders, told.more_units, told.level.reserved) == (3, 12, 15)


def test_promised_stock_is_explained_after_the_last_source_is_gone() -> None:
    product = product_with_stock(quantity=25)
    ReservationFactory.create(product=product, quantity=-3, order_number="000000001")
    product.source_items.all().delete()
    (stock,) = explained(product)
    assert (stock.explanation.shares, stock.shown.salable, stock.explanation.level.reserved) == ((), 0, 3)


def test_threshold_names_its_origin() -> None:
    own, inheriting = product_with_stock(min_qty=-50), product_with_stock()
    origins = [explained(own)[0].threshold_from, explained(inheriting)[0].threshold_from]
    configure(MIN_QTY, 0)
    assert [*origins, explained(inheriting)[0].threshold_from] == [
        Origin.OWN,
        Origin.BUILT_IN,
        Origin.DEFAULT_CONFIG,
    ]


def test_only_sources_that_both_stocks_draw_on_are_named() -> None:
    berlin, paris, new_york = (SourceFactory.create(name=name) for name in ("Berlin", "Paris", "New York"))
    eu = StockFactory.create(name="EU Stock", sources=[berlin, paris])
    us = StockFactory.create(name="US Stock", sources=[berlin, new_york])
    product = product_with_stock(quantity=4, source=berlin)
    SourceItemFactory.create(product=product, source=paris, quantity=1)
    SourceItemFactory.create(product=product, source=new_york, quantity=2)
    ReservationFactory.create(product=product, stock=eu, quantity=-3)
    ReservationFactory.create(product=product, stock=us, quantity=-4)
    found = {each.shown.stock_name: each.explanation.others for each in explained(product)}
    assert found[us.name] == (Elsewhere("EU Stock", ("Berlin",), Decimal(4), Decimal(2)),)
    assert found[eu.name] == (Elsewhere("US Stock", ("Berlin",), Decimal(4), Decimal(2)),)


def test_units_that_are_not_in_stock_are_nobody_elses() -> None:
    berlin = SourceFactory.create(name="Berlin")
    eu, us = (StockFactory.create(name=name, sources=[berlin]) for name in ("EU Stock", "US Stock"))
    product = product_with_stock(quantity=4, source=berlin)
    ReservationFactory.create(product=product, stock=eu, quantity=-3)
    SourceItem.objects.filter(product=product).update(is_in_stock=False)
    found = {each.shown.stock_name: each.explanation.others for each in explained(product)}
    assert found[us.name] == ()
