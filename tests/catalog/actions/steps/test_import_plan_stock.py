"""Stock columns: own values, inherited ones, and those that a row leaves alone."""

from decimal import Decimal

import pytest

from catalog.models import Product, SourceItem, StockItem
from catalog.rules import product_setting
from catalog.rules.availability import AvailabilityStatus
from tests.catalog.actions.imported import import_row, import_text
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    configure,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def tent() -> Product:
    return Product.objects.get(sku="TENT")


def status() -> AvailabilityStatus:
    return tent().availability().status


def test_c32_quantity_zero_without_status_stays_on_backorder() -> None:
    product_with_stock(sku="TENT", quantity=3, min_qty=-10, backorders=1)
    import_row(sku="TENT", qty="0")
    assert (tent().salable_quantity(), status()) == (10, AvailabilityStatus.ON_BACKORDER)


def test_c33_quantity_zero_stays_buyable_with_unlimited_backorders() -> None:
    product_with_stock(sku="TENT", quantity=3, backorders=2)
    import_row(sku="TENT", qty="0")
    item = SourceItem.objects.get()
    assert (item.quantity, item.is_in_stock, status()) == (0, True, AvailabilityStatus.ON_BACKORDER)


def test_c34_backorders_of_a_second_import_hold_at_once() -> None:
    product_with_stock(sku="TENT", quantity=100)
    import_row(sku="TENT", qty="0", out_of_stock_qty="0", allow_backorders="0")
    assert status() == AvailabilityStatus.OUT_OF_STOCK
    import_row(sku="TENT", qty="0", out_of_stock_qty="-5", allow_backorders="1")
    assert (tent().salable_quantity(), status()) == (5, AvailabilityStatus.ON_BACKORDER)


def test_c35_zero_is_the_products_own_value() -> None:
    configure(product_setting.BACKORDERS, 1)
    ProductFactory.create(sku="TENT")
    report = import_row(sku="TENT", allow_backorders="0")
    assert (report.updated, StockItem.objects.get().backorders) == (1, 0)


@pytest.mark.parametrize("cells", [{"allow_backorders": "", "use_config_backorders": ""}, {"qty": "3"}])
def test_c35_empty_cell_and_missing_column_keep_the_stored_value(cells: dict[str, str]) -> None:
    product_with_stock(sku="TENT", quantity=3, backorders=2, min_qty=-50)
    assert import_row(sku="TENT", **cells).unchanged == 1
    assert (tent().stock_item.backorders, tent().stock_item.min_qty) == (2, -50)


@pytest.mark.parametrize(
    "cells",
    [{"allow_backorders": "Use Config"}, {"allow_backorders": "2", "use_config_backorders": "1"}],
)
def test_use_config_inherits_again(cells: dict[str, str]) -> None:
    product_with_stock(sku="TENT", quantity=3, backorders=2, min_qty=-50)
    import_row(sku="TENT", **cells)
    assert (tent().stock_item.backorders, tent().stock_item.min_qty) == (None, -50)


def test_internal_column_names_are_read_too() -> None:
    names = {"min_qty": "-5", "backorders": "1", "min_sale_qty": "2", "max_sale_qty": "20", "notify_stock_qty": "4"}
    import_row(sku="TENT", name="Tent", price="1", **names)
    item = tent().stock_item
    stored = {name: str(getattr(item, name).normalize() if name != "backorders" else item.backorders) for name in names}
    assert stored == {**names, "max_sale_qty": "2E+1"}


def test_status_changes_only_where_the_row_gives_one() -> None:
    product_with_stock(sku="TENT", quantity=3, in_stock=False)
    import_row(sku="TENT", qty="8")
    assert SourceItem.objects.values_list("quantity", "is_in_stock").get() == (8, False)
    import_row(sku="TENT", is_in_stock="1")
    assert SourceItem.objects.values_list("quantity", "is_in_stock").get() == (8, True)


def test_quantity_is_that_of_the_default_source() -> None:
    product = product_with_stock(sku="TENT", quantity=3)
    elsewhere = SourceItemFactory.create(product=product, source=SourceFactory.create(), quantity=4).source
    assert import_row(sku="TENT", qty="4").updated == 1
    assert set(SourceItem.objects.values_list("source__code", "quantity")) == {("default", 4), (elsewhere.code, 4)}


def test_product_is_assigned_to_the_default_source_only_by_a_quantity() -> None:
    product = product_with_stock(sku="TENT", quantity=4, source=SourceFactory.create(), is_qty_decimal=True)
    import_row(sku="TENT", name="Big Tent", is_in_stock="1")
    assert SourceItem.objects.count() == 1
    import_row(sku="TENT", qty="2.5")
    assert product.source_items.get(source__code="default").quantity == Decimal("2.5")


def test_stock_levels_follow() -> None:
    product_with_stock(sku="TENT", quantity=3)
    import_text("sku,name,price,qty,is_in_stock\nTENT,,,9,\nNEW,New,1,4,\nSTOPPED,Stopped,1,4,0\n")
    levels = {sku: Product.objects.get(sku=sku).stock_level().on_hand for sku in ("TENT", "NEW", "STOPPED")}
    assert levels == {"TENT": Decimal(9), "NEW": Decimal(4), "STOPPED": Decimal(0)}


def test_notify_quantity_of_the_source_item_stays() -> None:
    product_with_stock(sku="TENT", quantity=3)
    SourceItem.objects.update(notify_quantity=7)
    import_row(sku="TENT", qty="9", notify_on_stock_below="1")
    assert SourceItem.objects.values_list("quantity", "notify_quantity").get() == (9, 7)
