"""Scenarios of the notify level: C17, C20, C21."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.models import LowStockNotice, SourceItem, StockItem
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)
SHELF, STOCK = "Default Source", "Default Stock"


def told() -> list[tuple[str, Decimal, Decimal]]:
    rows = LowStockNotice.objects.select_related("stock", "source")
    return sorted((str(row.stock or row.source), row.quantity, row.level) for row in rows)


def test_c17_the_notify_level_never_reduces_the_salable_quantity() -> None:
    bag = product_with_stock(quantity=100, min_qty=10, notify_stock_qty=5)
    assert bag.salable_quantity() == 90
    place_order(lines={bag: 90}, email="s@example.org", by=None, now=timezone.now())
    assert told() == []
    StockItem.objects.update(notify_stock_qty=95)
    assert (bag.salable_quantity(), told()) == (0, [(STOCK, 10, 95)])


def test_c20_one_line_says_that_one_is_left() -> None:
    bag = product_with_stock(quantity=15, notify_stock_qty=1)
    place_order(lines={bag: 14}, email="s@example.org", by=None, now=timezone.now())
    assert told() == [(STOCK, 1, 1)]


def test_c21_the_same_number_written_again_is_no_second_notice() -> None:
    product_with_stock(quantity=10, notify_stock_qty=2)
    SourceItem.objects.update(quantity=0)
    SourceItem.objects.update(quantity=0)
    assert LowStockNotice.objects.lines().count() == 1
    assert told() == [(SHELF, 0, 2), (STOCK, 0, 2)]
