"""A notice is written at each crossing, whoever writes, and at nothing else."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from catalog.actions.configuration import save_configuration
from catalog.actions.steps.shelf import deduct
from catalog.models import LowStockNotice, Product, Source, SourceItem, Stock, StockItem, StockSourceLink
from catalog.models.product import ProductType
from catalog.rules.product_setting import MANAGE_STOCK, NOTIFY_STOCK_QTY
from tests.factories.catalog import SourceFactory, configure, default_source, product_with_stock

# Each statement is a transaction of its own, as in life: what one transaction does and undoes is no news.
pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[tuple[str, Decimal, Decimal]]:
    """Return (where, quantity, level) of every notice, and forget them."""
    rows = LowStockNotice.objects.select_related("stock", "source").order_by("pk")
    found = sorted((str(row.stock or row.source), row.quantity, row.level) for row in rows)
    LowStockNotice.objects.all().delete()
    return found


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


SHELF, STOCK = "Default Source", "Default Stock"
BOTH = [(SHELF, 3, 10), (STOCK, 3, 10)]


@pytest.mark.parametrize(
    "lower",
    [
        lambda _: SourceItem.objects.update(quantity=3),
        lambda _: SourceItem.objects.bulk_update([_lowered()], ["quantity"]),
        lambda _: run("UPDATE catalog_sourceitem SET quantity = 3"),
        lambda folder: _imported(folder),  # noqa: PLW0108  defined below
        lambda _: _deducted(22),
    ],
    ids=["shell", "bulk", "sql", "import", "deduct"],
)
def test_a_shelf_that_falls_is_noticed_whoever_writes(lower: Callable[[Path], object], tmp_path: Path) -> None:
    product_with_stock(sku="A", name="A", slug="a", quantity=25, notify_stock_qty=10)
    assert told() == []
    lower(tmp_path)
    assert told() == BOTH
    SourceItem.objects.update(quantity=2)
    assert told() == []


def _lowered() -> SourceItem:
    item = SourceItem.objects.get()
    item.quantity = Decimal(3)
    return item


def _imported(folder: Path) -> None:
    file = folder / "stock.csv"
    file.write_text("sku,qty\nA,3\n")
    call_command("import_products", str(file), stdout=StringIO())


def _deducted(units: int) -> None:
    with transaction.atomic():
        deduct({(default_source().pk, Product.objects.get().pk): Decimal(units)})


def test_an_order_that_promises_the_shelf_away_is_noticed_once() -> None:
    bag = product_with_stock(quantity=25, notify_stock_qty=10, backorders=2, min_qty=-50)
    place_order(lines={bag: 14}, email="s@example.org", by=None, now=timezone.now())
    assert told() == []
    place_order(lines={bag: 61}, email="s@example.org", by=None, now=timezone.now())
    assert told() == [(STOCK, -50, 10)]


def test_it_arms_again_when_the_quantity_is_above_the_level_even_if_nobody_looked() -> None:
    bag = product_with_stock(quantity=11, notify_stock_qty=10)
    for quantity in (10, 9, 11, 10):
        SourceItem.objects.update(quantity=quantity)
    shelf = LowStockNotice.objects.filter(stock=None).order_by("pk")
    assert [(row.quantity, row.ended_at is None) for row in shelf] == [(10, False), (10, True)]
    receive_delivery(bag, source=default_source(), quantity=Decimal(5), by=None, now=timezone.now())
    assert not LowStockNotice.objects.filter(ended_at=None).exists()


def test_what_one_transaction_does_and_undoes_is_no_news() -> None:
    product_with_stock(quantity=25, notify_stock_qty=10)
    with transaction.atomic():
        SourceItem.objects.update(quantity=3)
        SourceItem.objects.update(quantity=25)
    assert told() == []
    SourceItem.objects.update(quantity=3)
    with transaction.atomic():
        SourceItem.objects.update(quantity=25)
        SourceItem.objects.update(quantity=4)
    assert [row.ended_at for row in LowStockNotice.objects.all()] == [None, None]


def test_a_shelf_moved_to_another_source_lowers_that_source_only() -> None:
    other = SourceFactory.create(name="Berlin")
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=other)
    bag = product_with_stock(quantity=25, notify_stock_qty=10)
    SourceItem.objects.create(product=bag, source=other, quantity=0)
    with transaction.atomic():
        SourceItem.objects.filter(source=default_source()).update(quantity=0)
        SourceItem.objects.filter(source=other).update(quantity=25)
    assert told() == [(SHELF, 0, 10)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: configure(NOTIFY_STOCK_QTY, 3), [(SHELF, 3, 3), (STOCK, 3, 3)]),
        (lambda: save_configuration({NOTIFY_STOCK_QTY.path: "5"}, by=None), [(SHELF, 3, 5), (STOCK, 3, 5)]),
        (lambda: StockItem.objects.create(product=Product.objects.get(), notify_stock_qty=10), BOTH),
        (lambda: SourceItem.objects.update(notify_quantity=4), [(SHELF, 3, 4)]),
    ],
    ids=["configuration", "saved", "product", "source"],
)
def test_a_level_that_is_raised_over_the_quantity_is_noticed(
    change: Callable[[], object], expected: list[tuple[str, int, int]]
) -> None:
    product_with_stock(quantity=3)
    change()
    assert told() == expected
    SourceItem.objects.update(quantity=3)
    assert told() == []


def test_a_level_that_is_lowered_ends_the_notice() -> None:
    product_with_stock(quantity=3)
    configure(NOTIFY_STOCK_QTY, 5)
    configure(NOTIFY_STOCK_QTY, 2)
    assert all(row.ended_at for row in LowStockNotice.objects.all())
    configure(NOTIFY_STOCK_QTY, 5)
    assert LowStockNotice.objects.filter(ended_at=None).count() == 2


def test_products_with_a_level_of_their_own_do_not_hear_of_the_configured_one() -> None:
    product_with_stock(quantity=3, notify_stock_qty=2)
    configure(NOTIFY_STOCK_QTY, 10)
    assert told() == []


def test_stock_that_is_not_managed_is_not_watched() -> None:
    bag = product_with_stock(quantity=25, manage_stock=False, notify_stock_qty=10)
    SourceItem.objects.update(quantity=3)
    assert told() == []
    StockItem.objects.filter(product=bag).update(manage_stock=None)
    assert told() == BOTH
    configure(MANAGE_STOCK, 0)
    SourceItem.objects.update(quantity=25)
    SourceItem.objects.update(quantity=3)
    assert told() == []
    configure(MANAGE_STOCK, 1)
    assert told() == BOTH


def test_disabled_and_configurable_products_are_not_watched() -> None:
    product_with_stock(sku="off", quantity=25, notify_stock_qty=10, is_enabled=False)
    product_with_stock(sku="conf", quantity=25, notify_stock_qty=10, product_type=ProductType.CONFIGURABLE)
    SourceItem.objects.update(quantity=3)
    assert told() == []
    Product.objects.filter(sku="off").update(is_enabled=True)
    assert told() == BOTH


def test_a_source_that_is_disabled_lowers_its_stocks_and_is_not_watched() -> None:
    source = SourceFactory.create(name="Berlin")
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    product_with_stock(quantity=25, source=source, notify_stock_qty=10)
    Source.objects.filter(pk=source.pk).update(is_enabled=False)
    assert told() == [(STOCK, 0, 10)]
    SourceItem.objects.update(quantity=3)
    assert told() == []
    Source.objects.filter(pk=source.pk).update(is_enabled=True)
    assert told() == [("Berlin", 3, 10)]


def test_a_source_that_is_unlinked_lowers_its_stock() -> None:
    source = SourceFactory.create(name="Berlin")
    link = StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    bag = product_with_stock(quantity=25, source=source, notify_stock_qty=10)
    SourceItem.objects.create(product=bag, source=default_source(), quantity=1)
    link.delete()
    assert told() == [(STOCK, 1, 10)]


def test_what_is_low_when_it_comes_fell_from_nowhere() -> None:
    bag = product_with_stock(quantity=3, notify_stock_qty=10)
    SourceItem.objects.all().delete()
    SourceItem.objects.create(product=bag, source=default_source(), quantity=2)
    assert told() == []


def test_a_deleted_product_takes_its_notices_along() -> None:
    bag = product_with_stock(quantity=25, notify_stock_qty=10)
    SourceItem.objects.update(quantity=3)
    bag.delete()
    assert not LowStockNotice.objects.exists()


def test_a_deleted_stock_takes_its_notices_along() -> None:
    source = SourceFactory.create()
    stock = Stock.objects.create(name="Berlin")
    StockSourceLink.objects.create(stock=stock, source=source)
    product_with_stock(quantity=25, source=source, notify_stock_qty=10)
    stock.delete()
    assert told() == []
