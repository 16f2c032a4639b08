"""A grid as it is used: narrowed, seen, saved, shared, sent to a colleague, left and come back to, and taken as a file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Product
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import add_session, open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
GRID = "/admin/catalog/product/"


@pytest.fixture
def bags() -> list[Product]:
    """Sixty bags that differ in their price, one of which is owed, and something else."""
    product_with_stock(quantity=5, name="Tin", sku="TIN", price=1)
    found = [
        product_with_stock(quantity=number, name=f"Duffle {number:02}", sku=f"BAG-{number:02}", price=number)
        for number in range(1, 60)
    ]
    found.append(product_with_stock(quantity=-3, backorders=2, min_qty=0, name="Owed duffle", sku="OWED", price=7))
    return found


def chips(page: Page) -> list[str]:
    return page.locator(".grid-chip b").all_inner_texts()


def first_of(page: Page) -> str:
    return page.locator("td.field-sku").first.inner_text()


@pytest.mark.usefixtures("bags")
def test_what_was_narrowed_is_saved_sent_come_back_to_and_exported(page: Page) -> None:
    sign_in(page, GRID)
    page.get_by_role("searchbox").fill("duffle")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Filters").click()
    panel = page.get_by_role("form", name="Filters")
    panel.locator("[name=price_from]").fill("5")
    panel.locator("[name=status]").select_option("Enabled")
    page.get_by_role("button", name="Apply Filters").click()
    expect(page.locator(".grid-chip b")).to_have_text(["“duffle”", "Enabled", "at least 5"])
    # The second click turns it round, the third back: what is owed comes first.
    for sku in ("OWED", "BAG-59", "OWED"):
        page.get_by_role("link", name="Salable Quantity").click()
        expect(page.locator("td.field-sku").first).to_have_text(sku)
    page.get_by_role("link", name="Drop Status").click()
    expect(page.locator(".grid-chip b")).to_have_text(["“duffle”", "at least 5"])

    page.locator(".grid-view-name").click()
    page.get_by_label("Save what is shown as a view").fill("Dear duffles")
    page.get_by_label("Share it with everybody").check()
    page.get_by_role("button", name="Save View").click()
    expect(page.get_by_text("The view “Dear duffles” has been saved.")).to_be_visible()
    page.locator(".grid-pages, .grid-size").get_by_role("combobox").select_option("20")
    expect(page.locator(".data-row")).to_have_count(20)
    page.get_by_role("link", name="2", exact=True).click()
    there, first = page.url, first_of(page)

    comes_back(page, there, first)
    sent = page.get_by_role("link", name="Link to what is shown", include_hidden=True).get_attribute("href") or ""
    colleague_sees(page, f"{GRID}{sent}", first)
    takes_a_file(page)


def comes_back(page: Page, there: str, first: str) -> None:
    """Back from a product leads to the same place."""
    page.locator("td.field-name a").first.click()
    expect(page.locator("#id_sku")).to_have_value(first)
    page.go_back()
    assert (page.url, first_of(page)) == (there, first)


def colleague_sees(page: Page, there: str, first: str) -> None:
    """A colleague, who has a page size of his own, finds the place by the address, on a phone, and the view among his own."""
    colleague = page.context.browser.new_context(base_url=page.evaluate("location.origin"))  # type: ignore[union-attr]  # launched
    add_session(colleague, username="colleague")
    other = colleague.new_page()
    other.set_viewport_size({"width": 390, "height": 844})
    open_page(other, there)
    assert (first_of(other), chips(other)) == (first, ["“duffle”", "at least 5"])
    card = other.locator(".data-row").first
    assert card.locator("td").first.evaluate("cell => getComputedStyle(cell).display") != "table-cell"
    assert other.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    other.goto(GRID)
    other.locator(".grid-view-name").click()
    other.get_by_role("link", name="Dear duffles").click()
    expect(other.locator(".grid-chip b")).to_have_text(["“duffle”", "at least 5"])
    assert first_of(other) == "OWED"
    colleague.close()


def takes_a_file(page: Page) -> None:
    """The file has all that is found, and not the page."""
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    title, *rows = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert re.match(r"ID,", title)
    # Bags of 5 and more, and the one whose cells differ.
    assert len(rows) == 56
    (owed,) = [row for row in rows if "OWED" in row]
    assert owed == rows[0]
    assert "-3" in owed
    assert not any("TIN" in row for row in rows)
