"""The checkout, filled in as a shopper would."""

import re

from playwright.sync_api import Page, ViewportSize, expect

from tests.backorders.checkout_data import ADA, CARD, HOME


def fill_in(page: Page) -> None:
    """Fill in contact and address."""
    page.get_by_label("E-mail").fill(ADA["email"])
    page.get_by_label("Name", exact=True).fill(ADA["customer_name"])
    page.get_by_label("Street Address").fill(HOME.street)
    page.get_by_label("Zip/Postal Code").fill(HOME.postcode)
    page.get_by_label("City").fill(HOME.city)
    page.get_by_label("Country").select_option(HOME.country)
    # Asked where something comes late, or nobody knows when.
    for box in page.locator("#id_consent").all():
        box.check()


def pay(page: Page, number: str = CARD["card_number"]) -> None:
    """Fill in everything, pay by card `number` and place the order."""
    fill_in(page)
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill(CARD["card_expiry"])
    page.get_by_label("Security code").fill(CARD["card_cvc"])
    page.get_by_role("button", name=re.compile("Place Order")).click()


def check_out(page: Page) -> None:
    """Buy what lies in the cart by card, and wait for the order's scripts: before them its buttons lead to other pages."""
    page.goto("/checkout/")
    pay(page)
    expect(page.get_by_role("heading", name=re.compile("Thank you"))).to_be_visible()
    page.wait_for_load_state()


def fits(page: Page) -> bool:
    """Return whether nothing sticks out of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


def fits_everywhere(page: Page) -> bool:
    """Return whether nothing sticks out of the window of a phone, nor of a desk, which the page is left with."""
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found.append(fits(page))
    return all(found)
