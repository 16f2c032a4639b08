"""Catalog > Products > Update attributes in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import StockItem
from tests.factories.catalog import product_with_stock
from tests.journeys.test_product_edit import open_product

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_products_get_limited_backorders_at_once(page: Page) -> None:
    bag, tee = product_with_stock(quantity=25, name="Duffle Bag"), product_with_stock(quantity=0, name="Pier Tee")
    other = product_with_stock(quantity=1, name="Gift Card")
    open_product(page, bag)  # logs in
    page.goto("/admin/catalog/product/")
    for name in ("Duffle Bag", "Pier Tee"):
        page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.locator("select[name=action]").first.select_option(label="Update attributes")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("You selected 2 products.")).to_be_visible()
    expect(page.get_by_label("Backorders", exact=True)).to_be_disabled()
    for label in ("Backorders", "Out-of-Stock Threshold"):
        page.get_by_role("checkbox", name=f"Change: {label}", exact=True).check()
        page.get_by_role("checkbox", name=f"Use Config Setting: {label}", exact=True).uncheck()
    page.get_by_label("Backorders", exact=True).select_option("Allow Qty Below 0")
    page.get_by_label("Out-of-Stock Threshold", exact=True).fill("-50")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 products were updated.")).to_be_visible()
    assert (bag.salable_quantity(), tee.salable_quantity()) == (75, 50)
    assert not StockItem.objects.filter(product=other).exists()
