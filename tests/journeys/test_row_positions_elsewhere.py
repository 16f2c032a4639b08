"""Exactly one row of several is changed: settings, minimums, Update attributes, the grid, the pages of an order.

Where no script has a part in it the middle row is enough here: `test_rows_of_orders.py` changes each of them without a browser.
"""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import ConfigurationValue, Source, StockItem
from catalog.rules.product_setting import MAX_SALE_QTY, MIN_QTY, MIN_SALE_QTY, NOTIFY_STOCK_QTY
from tests.factories.catalog import SourceFactory, configure, product_with_stock
from tests.journeys.signed_in import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

CONFIGURATION = "/admin/catalog/configurationvalue/"
GRID = "/admin/catalog/product/"


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


def open_settings(page: Page) -> None:
    open_page(page, CONFIGURATION)
    if not page.get_by_label("Out-of-Stock Threshold", exact=True).is_visible():
        page.get_by_role("heading", name="Product Stock Options").click()


def test_one_setting_of_several_is_changed_at_each_place(page: Page) -> None:
    sign_in(page, CONFIGURATION)
    wanted = {}
    for setting in (MIN_QTY, MAX_SALE_QTY, NOTIFY_STOCK_QTY):
        open_settings(page)
        page.get_by_role("checkbox", name=f"Use system value: {setting.label}").uncheck()
        page.get_by_label(setting.label, exact=True).fill("7")
        page.get_by_role("button", name="Save Config").click()
        expect(page.get_by_text("You saved the configuration. 1 of ")).to_be_visible()
        wanted[setting.path] = "7"
        assert stored() == wanted


def test_one_minimum_of_several_is_changed_at_each_place_and_one_deleted(page: Page) -> None:
    wanted = {"32000": 2, "0": 2, "1": 2}
    configure(MIN_SALE_QTY, json.dumps(wanted))
    sign_in(page, CONFIGURATION)
    rows = page.locator("[data-minimum-rows] tbody tr")
    for place in range(3):
        open_settings(page)
        wanted[rows.nth(place).get_by_label("Customer Group").input_value()] = 5
        rows.nth(place).get_by_label("Minimum Qty").fill("5")
        page.get_by_role("button", name="Save Config").click()
        expect(page.get_by_text("You saved the configuration. 1 of ")).to_be_visible()
        assert json.loads(stored()[MIN_SALE_QTY.path]) == wanted
    open_settings(page)
    del wanted[rows.nth(1).get_by_label("Customer Group").input_value()]
    rows.nth(1).get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration. 1 of ")).to_be_visible()
    assert json.loads(stored()[MIN_SALE_QTY.path]) == wanted


def test_one_attribute_of_one_product_of_three_is_changed(page: Page) -> None:
    label = "Maximum Qty Allowed in Shopping Cart"
    products = [product_with_stock(quantity=25, name=f"Bag {n}") for n in range(3)]
    sign_in(page, GRID)
    page.get_by_role("row").filter(has_text="Bag 1").get_by_role("checkbox").check()
    page.locator("select[name=action]").first.select_option(label="Update attributes")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("You selected 1 product.")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("checkbox", name=f"Change: {label}", exact=True).check()
    page.get_by_role("checkbox", name=f"Use Config Setting: {label}", exact=True).uncheck()
    page.get_by_label(label, exact=True).fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 product was updated. 1 of 12 fields changed.")).to_be_visible()
    item = StockItem.objects.get()
    assert item.product == products[1]
    assert (item.min_qty, item.max_sale_qty, item.qty_increments) == (None, 7, None)


def test_one_source_of_three_is_disabled(page: Page) -> None:
    for name in ("Aachen", "Berlin", "Cologne"):
        SourceFactory.create(name=name)
    sign_in(page, "/admin/catalog/source/")
    page.get_by_role("row").filter(has_text="Berlin").get_by_role("checkbox").check()
    page.get_by_label("Select action to run").select_option("Disable")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Disable", exact=True).click()
    expect(page.get_by_text("A total of 1 source(s) have been disabled.")).to_be_visible()
    assert [source.name for source in Source.objects.filter(is_enabled=False)] == ["Berlin"]


def order_of_three() -> Order:
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}", price=Decimal(10)) for n in range(3)]
    return place_order(
        lines=dict.fromkeys(products, 9), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def page_of(order: Order, name: str) -> str:
    return reverse(f"admin:backorders_order_{name}", args=(order.pk,))


def test_one_line_of_an_order_is_edited(page: Page) -> None:
    order = order_of_three()
    sign_in(page, page_of(order, "edit"))
    page.get_by_label("Quantity of BAG-1").fill("8")
    page.get_by_role("button", name="Update Items and Quantities").click()
    expect(page.get_by_text("BAG-1 from 9 to 8")).to_be_visible()
    page.get_by_role("button", name="Save Changes").first.click()
    expect(page.get_by_text("You saved the order.")).to_be_visible()
    assert [line.progress().net for line in order.lines.order_by("sku")] == [9, 8, 9]


@pytest.mark.parametrize(
    ("name", "label", "button", "column"),
    [
        ("ship", "Qty to Ship", "Submit Shipment", "shipped"),
        ("invoice", "Qty to Invoice", "Submit Invoice", "invoiced"),
        ("cancel_items", "Qty to Cancel", "Cancel Items", "canceled"),
        ("credit_memo", "Qty to Refund", "Refund Offline", "refunded"),
    ],
)
def test_the_units_of_one_line_are_taken(page: Page, name: str, label: str, button: str, column: str) -> None:
    order = order_of_three()
    if name == "credit_memo":
        invoice_order(
            order=order, units={line: Decimal(9) for line in order.lines.all()}, by=None, key="all", now=timezone.now()
        )
    sign_in(page, page_of(order, name))
    for n in range(3):
        page.get_by_label(f"{label} of BAG-{n}", exact=True).fill("2" if n == 1 else "0")
    if name == "credit_memo":
        page.get_by_role("button", name="Update Qty's").click()
        page.wait_for_load_state()
    if name == "ship":
        page.get_by_label("Yes, ship what is not paid for.").check()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**{page_of(order, 'change')}")
    assert list(order.lines.order_by("sku").values_list(column, flat=True)) == [0, 2, 0]
