"""The sidebar of the admin at 1280 px, the commonest laptop: open on every page, and closed for who closed it."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PRODUCTS = "/admin/catalog/product/"


def test_sidebar_is_open_at_1280_and_stays_as_it_was_left(page: Page) -> None:
    product_with_stock(name="Canvas", quantity=5)
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, PRODUCTS)
    sidebar = page.locator("#nav-sidebar")
    expect(sidebar).to_be_visible()
    page.get_by_role("link", name="Canvas").first.click()
    expect(sidebar).to_be_visible()
    page.evaluate("localStorage.setItem('sidebarOpen', '0')")
    open_page(page, PRODUCTS)
    expect(sidebar).to_be_hidden()


def test_sidebar_lies_over_no_page_of_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, PRODUCTS)
    expect(page.locator("#nav-sidebar")).to_be_hidden()
