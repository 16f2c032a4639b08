"""The backorder desk: what is owed, narrowed, paged, summed, and what a delivery serves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.backorder_desk import (
    QueueTotals,
    became_shippable,
    desk_page,
    orders_owed_at,
    owed_in_all,
    owed_lines,
    owed_products,
    queue_totals,
    stocks_in_queue,
    waiting_lines,
)
from catalog.models import Product, SourceItem, Stock, StockLevel, StockSourceLink
from catalog.rules.product_setting import MANAGE_STOCK
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    configure,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def placed(product: Product, units: int, *, hours: int = 0) -> Order:
    return place_order(
        lines=[(product, units)],
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=NOON + timedelta(hours=hours),
    )


@pytest.fixture
def bag() -> Product:
    """Three on the shelf; five were ordered first, then four, then one of something else."""
    bag = product_with_stock(quantity=3, backorders=1, sku="BAG", name="Blue bag")
    placed(bag, 4, hours=1)
    placed(bag, 5)
    placed(product_with_stock(quantity=0, backorders=1, sku="CAP", name="Cap"), 1, hours=2)
    placed(product_with_stock(quantity=9, sku="THERE"), 1)
    return bag


def owed(words: str = "") -> list[tuple[str, Decimal]]:
    return list(owed_lines(words).values_list("line__sku", "owed"))


@pytest.mark.usefixtures("bag")
def test_lines_that_owe_come_oldest_first() -> None:
    assert owed() == [("BAG", 2), ("BAG", 4), ("CAP", 1)]


@pytest.mark.usefixtures("bag")
@pytest.mark.parametrize(
    ("words", "skus"), [("", 3), ("ba", 2), ("blue BAG", 2), ("blue cap", 0), ("cap", 1), ("there", 0), ("zzz", 0)]
)
def test_each_word_is_in_name_or_sku(words: str, skus: int) -> None:
    assert len(owed(words)) == skus


def test_what_was_ordered_keeps_its_name_when_the_product_is_gone(bag: Product) -> None:
    bag.delete()
    assert owed("blue") == [("BAG", 5), ("BAG", 4)]
    assert owed("bag blue") == [("BAG", 5), ("BAG", 4)]
    assert [(row["ordered_sku"], row["is_gone"]) for row in owed_products()] == [("BAG", True), ("CAP", False)]


@pytest.mark.usefixtures("bag")
def test_products_are_summed_the_one_that_waits_longest_first() -> None:
    found = [(row["product__sku"], row["units"], row["lines"], row["oldest"]) for row in owed_products()]
    assert found == [("BAG", 6, 2, NOON), ("CAP", 1, 1, NOON + timedelta(hours=2))]


def test_lines_that_were_short_and_are_covered_became_shippable(bag: Product) -> None:
    first, second = Order.objects.filter(lines__product=bag).order_by("placed_at")
    # The older order was placed second, and stands first in the queue: it gets the units that the other had.
    assert [(row.order_id, row.line.owed_when_placed, row.owed) for row in became_shippable()] == [(first.pk, 5, 2)]
    SourceItem.objects.filter(product=bag).update(quantity=9)
    assert [row.order_id for row in became_shippable()] == [first.pk, second.pk]
    assert [row.is_virtual for row in became_shippable()] == [False, False]
    hold_order(order=first, by=None, now=timezone.now())
    assert [row.order_id for row in became_shippable()] == [second.pk]
    assert list(became_shippable("cap")) == []


@pytest.mark.usefixtures("bag")
def test_a_page_counts_and_sums_all_pages() -> None:
    pages = [desk_page(owed_lines(), units="owed", number=number, size=2) for number in (1, 2, 3, 9)]
    assert [(page.number, page.lines, page.units) for page in pages] == [(1, 3, 7), (2, 3, 7), (2, 3, 7), (2, 3, 7)]
    assert [[place.owed for place in page.places] for page in pages] == [[2, 4], [1], [1], [1]]


def test_a_page_of_nothing_is_the_first() -> None:
    for number in (1, 4):
        page = desk_page(owed_lines(), units="owed", number=number, size=2)
        assert (page.places, page.number, page.lines, page.units) == ((), 1, 0, 0)


def test_all_that_is_owed(bag: Product) -> None:
    nothing = product_with_stock(quantity=-3)
    below = product_with_stock(quantity=5, backorders=1)
    order = placed(below, 4)
    SourceItem.objects.filter(product=below).update(quantity=-2)
    found = owed_in_all()
    # Four are owed to the order. The two that the shelf is below zero are owed to nobody.
    assert (found.units, found.products, found.stocks) == (7 + 4, 3, 1)
    cancel_order(order=order, by=None, now=NOON)
    found = owed_in_all()
    assert (found.units, found.products, found.stocks) == (7, 2, 1)
    assert nothing.pk
    bag.delete()
    found = owed_in_all()
    assert (found.units, found.products, found.stocks) == (10, 2, 1)
    configure(MANAGE_STOCK, 0)
    assert (owed_in_all().units, owed_in_all().products) == (9, 1)


def test_nothing_is_owed_of_nothing() -> None:
    SourceItemFactory.create(quantity=-3)
    found = owed_in_all()
    assert (found.units, found.products, found.stocks) == (0, 0, 0)


def test_a_delivery_serves_the_queue_in_its_order(bag: Product) -> None:
    stock = Stock.objects.default().pk
    rows = waiting_lines(stock_ids=[stock], product_id=bag.pk, delivered=Decimal(3), first=9)
    assert [(row.position, row.open, row.covered, row.owed, row.served) for row in rows] == [
        (1, 5, 3, 2, 2),
        (2, 4, 0, 4, 1),
    ]
    assert [row.customer for row in rows] == ["ada@example.org"] * 2
    assert len(waiting_lines(stock_ids=[stock], product_id=bag.pk, delivered=Decimal(3), first=1)) == 1
    in_all = QueueTotals(open=Decimal(9), covered=Decimal(3), owed=Decimal(6))
    assert queue_totals(stock_id=stock, stock_ids=[stock], product_id=bag.pk) == (in_all, in_all)
    assert queue_totals(stock_id=stock, stock_ids=[stock], product_id=0) == (QueueTotals(), QueueTotals())


@pytest.mark.usefixtures("bag")
def test_a_line_that_is_owed_one_unit_or_a_part_of_one_waits() -> None:
    cloth = product_with_stock(quantity=2, backorders=1, is_qty_decimal=True)
    placed(cloth, 2)
    SourceItem.objects.filter(product=cloth).update(quantity=Decimal("1.5"))
    for product, units in ((Product.objects.get(sku="CAP"), 1), (cloth, Decimal("0.5"))):
        stock = Stock.objects.default().pk
        rows = waiting_lines(stock_ids=[stock], product_id=product.pk, delivered=Decimal(9), first=9)
        assert [(row.owed, row.served) for row in rows] == [(units, units)]


def test_orders_are_counted_that_are_owed_what_lies_at_a_source(bag: Product) -> None:
    placed(bag, 1, hours=3)
    both = place_order(
        lines=[(bag, 1), (Product.objects.get(sku="CAP"), 1)],
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=NOON + timedelta(hours=4),
    )
    assert orders_owed_at([default_source().pk]) == Order.objects.count() - 1
    elsewhere = SourceFactory.create()
    SourceItemFactory.create(product=both.lines.get(sku="CAP").product, source=elsewhere, quantity=0)
    assert orders_owed_at([elsewhere.pk]) == 0
    Stock.objects.get().links.create(source=elsewhere)
    assert orders_owed_at([elsewhere.pk]) == 2


def test_one_queue_has_the_stocks_that_share_the_shelf_of_its_product() -> None:
    shop = OrderShop.of(Shelves({1: Decimal(3)}, {1: frozenset({1}), 2: frozenset({1}), 3: frozenset({1})}))
    alone = product_with_stock(quantity=3)
    assert stocks_in_queue(StockLevel.objects.get(product=alone)) == {}
    of_shelf = StockLevel.objects.filter(product=shop.product)
    names = {stock.pk: stock.name for stock in shop.stocks.values()}
    assert [stocks_in_queue(level) for level in of_shelf] == [names] * 3
    # The group's third stock holds another product at a source of its own, which the others do not share.
    near, far = SourceFactory.create(), SourceFactory.create()
    for stock, source in ((1, near), (2, near), (3, far)):
        StockSourceLink.objects.create(stock=shop.stocks[stock], source=source)
    other = product_with_stock(quantity=3, source=near)
    SourceItemFactory.create(product=other, source=far)
    two = {pk: name for pk, name in names.items() if pk != shop.stocks[3].pk}
    assert stocks_in_queue(StockLevel.objects.get(product=other, stock=shop.stocks[1])) == two
