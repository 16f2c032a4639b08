"""From the start page to the rows behind a number of the report, and to an inventory check, in a real browser."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from backorders.actions.owed_history import keep_owed_days
from tests.backorders.admin.test_inventory_check_screen import drifted
from tests.backorders.owed_weeks import Weeks, at, received
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def weeks() -> Weeks:
    """Of 8 bags and 5 boxes 7 were owed; two bags came after five days."""
    weeks = Weeks()
    weeks.ordered(weeks.bag, 8, day=0), weeks.ordered(weeks.box, 5, day=1)
    weeks.happens(received(weeks.bag, weeks.quay, 2), day=5)
    keep_owed_days(now=at(10))
    return weeks


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Backorders").get_by_role("link", name=name).click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_number_leads_to_its_rows_and_back_to_the_same_days(page: Page, weeks: Weeks, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, "/admin/")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("row", name="Oct 27, 2026")).to_contain_text("2")
    page.get_by_role("link", name="Backorders report").click()
    expect(page.get_by_text("5 units owed when Oct 31, 2026 ended")).to_be_visible()
    tab(page, "By product")
    row = page.get_by_role("row").filter(has_text=weeks.bag.sku)
    row.get_by_role("link", name="50 %").click()
    expect(page.get_by_text("8 units ordered, 4 of them owed then: fill rate 50 %")).to_be_visible()
    expect(page.locator(".data-row")).to_have_count(1)
    expect(page.locator(".grid-chip").filter(has_text=weeks.bag.name)).to_be_visible()
    assert fits(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/backorders/products/"))
    tab(page, "By age")
    page.get_by_role("row").filter(has_text="8 to 14 days").get_by_role("link").first.click()
    expect(page.get_by_text("7 became owed, 2 served, 0 given up: 5 owed in the end")).to_be_visible()
    expect(page.locator(".data-row")).to_have_count(3)
    tab(page, "By source")
    assert fits(page)


def test_the_inventory_is_checked_when_that_is_asked_for(page: Page) -> None:
    sign_in(page, "/admin/reports/inventory-check/")
    expect(page.get_by_text("Nothing has been checked yet.")).to_be_visible()
    with transaction.atomic():
        bag = drifted("BAG")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("by merchant: 1 difference found.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("row").filter(has_text=bag.sku)).to_contain_text("On hand differs from the source items")
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_text("by merchant: All numbers agree")).to_be_visible()
