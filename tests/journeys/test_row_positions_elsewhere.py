"""Exactly one row of several is changed, at each place: settings, minimums, Update attributes, the grid, the pages of an order."""

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


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_minimum_of_several_is_changed_and_another_deleted(page: Page, place: int) -> None:
    groups = ["32000", "0", "1"]
    configure(MIN_SALE_QTY, json.dumps(dict.fromkeys(groups, 2)))
    sign_in(page, CONFIGURATION)
    open_settings(page)
    rows = page.locator("[data-minimum-rows] tbody tr")
    chosen = rows.nth(place).get_by_label("Customer Group").input_value()
    rows.nth(place).get_by_label("Minimum Qty").fill("5")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration. 1 of ")).to_be_visible()
    wanted = {group: 5 if group == chosen else 2 for group in groups}
    assert json.loads(stored()[MIN_SALE_QTY.path]) == wanted
    open_settings(page)
    gone = rows.nth(place).get_by_label("Customer Group").input_value()
    rows.nth(place).get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration. 1 of ")).to_be_visible()
    assert json.loads(stored()[MIN_SALE_QTY.path]) == {group: n for group, n in wanted.items() if group != gone}


@pytest.mark.parametrize("label", ["Out-of-Stock Threshold", "Maximum Qty Allowed in Shopping Cart", "Qty Increments"])
def test_one_attribute_of_one_product_of_three_is_changed(page: Page, label: str) -> None:
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
    expect(page.get_by_text("1 product was updated. 1 of 11 fields changed.")).to_be_visible()
    item = StockItem.objects.get()
    assert item.product == products[1]
    assert sorted([item.min_qty or 0, item.max_sale_qty or 0, item.qty_increments or 0]) == [0, 0, 7]


def test_one_source_of_three_is_disabled_at_each_place(page: Page) -> None:
    names = ("Aachen", "Berlin", "Cologne")
    for name in names:
        SourceFactory.create(name=name)
    sign_in(page, "/admin/catalog/source/")
    for name in names:
        open_page(page, "/admin/catalog/source/")
        page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
        page.get_by_label("Select action to run").select_option("Disable")
        page.get_by_role("button", name="Run").click()
        page.get_by_role("button", name="Disable", exact=True).click()
        expect(page.get_by_text("A total of 1 source(s) have been disabled.")).to_be_visible()
        disabled = Source.objects.filter(is_enabled=False).values_list("name", flat=True)
        assert set(disabled) == set(names[: names.index(name) + 1])


def order_of_three() -> Order:
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}", price=Decimal(10)) for n in range(3)]
    return place_order(
        lines=dict.fromkeys(products, 9), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def page_of(order: Order, name: str) -> str:
    return reverse(f"admin:backorders_order_{name}", args=(order.pk,))


def test_one_line_of_an_order_is_edited_at_each_place(page: Page) -> None:
    order = order_of_three()
    wanted = [Decimal(9)] * 3
    sign_in(page, page_of(order, "edit"))
    for place in range(3):
        open_page(page, page_of(order, "edit"))
        page.get_by_label(f"Quantity of BAG-{place}").fill("8")
        page.get_by_role("button", name="Update Items and Quantities").click()
        expect(page.get_by_text(f"BAG-{place} from 9 to 8")).to_be_visible()
        page.get_by_role("button", name="Save Changes").first.click()
        expect(page.get_by_text("You saved the order.")).to_be_visible()
        wanted[place] = Decimal(8)
        assert [line.progress().net for line in order.lines.order_by("sku")] == wanted


@pytest.mark.parametrize(
    ("name", "label", "button", "column"),
    [
        ("ship", "Qty to Ship", "Submit Shipment", "shipped"),
        ("invoice", "Qty to Invoice", "Submit Invoice", "invoiced"),
        ("cancel_items", "Qty to Cancel", "Cancel Items", "canceled"),
        ("credit_memo", "Qty to Refund", "Refund Offline", "refunded"),
    ],
)
def test_the_units_of_one_line_are_taken_at_each_place(
    page: Page, name: str, label: str, button: str, column: str
) -> None:
    order = order_of_three()
    if name == "credit_memo":
        invoice_order(
            order=order, units={line: Decimal(9) for line in order.lines.all()}, by=None, key="all", now=timezone.now()
        )
    wanted = [0, 0, 0]
    sign_in(page, page_of(order, name))
    for place in range(3):
        open_page(page, page_of(order, name))
        for n in range(3):
            page.get_by_label(f"{label} of BAG-{n}", exact=True).fill("2" if n == place else "0")
        if name == "credit_memo":
            page.get_by_role("button", name="Update Qty's").click()
            page.wait_for_load_state()
        if name == "ship":
            page.get_by_label("Yes, ship what is not paid for.").check()
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_url(f"**{page_of(order, 'change')}")
        wanted[place] = 2
        assert list(order.lines.order_by("sku").values_list(column, flat=True)) == wanted
