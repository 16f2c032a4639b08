"""A page of counts as a spreadsheet: moved in with the keyboard, filled from the clipboard, saved together."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import SourceItem
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_counts_are_typed_pasted_and_saved_together(page: Page) -> None:
    for number in range(6):
        product_with_stock(quantity=5, sku=f"BAG-{number}")
    sign_in(page, "/admin/")
    page.get_by_role("link", name="Count stock").click()
    cells = [page.get_by_label(f"Counted of BAG-{number}") for number in range(6)]
    cells[0].click()
    cells[0].press("ArrowDown")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(cells[2]).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(cells[2]).to_have_value("5")
    page.keyboard.press("Tab")
    expect(cells[3]).to_be_focused()
    cells[4].evaluate(PASTE, "7\r\n8\r\n9\r\n")
    expect(page.get_by_text("1 number found no row on this page: 9.")).to_be_visible()
    cells[0].evaluate(PASTE, "SKU\tQty\nBAG-0\t9\nbag-0\t4\nHAT-1\t2\n")
    told = page.get_by_text(
        "4 products changed. 3 rows pasted. Not on this page: HAT-1. Named more than once, the last number stands: BAG-0."
    )
    expect(told).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="BAG-1")).to_contain_text("-2")
    page.get_by_label("Why").select_option("Correction")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 of 6 products changed at Default Source.")).to_be_visible()
    assert list(SourceItem.objects.order_by("product__sku").values_list("quantity", flat=True)) == [4, 3, 5, 5, 7, 8]
