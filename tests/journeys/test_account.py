"""A guest buys, makes an account with the same address, and finds the order in it; a wholesaler sees another minimum."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from backorders.models import CartLine, Order
from catalog.models import Customer, CustomerGroup
from catalog.rules import product_setting
from tests.factories.catalog import configure, product_with_stock
from tests.factories.shoppers import PASSWORD, mailed_links, shopper
from tests.journeys.checkout_page import PHONE, check_out, fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_scripts(browser: Browser, live_shop: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_shop, java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def put_in_cart(page: Page, quantity: str) -> None:
    page.goto("/products/bag/")
    page.get_by_label("Quantity").fill(quantity)
    page.get_by_role("button", name="Add to Cart").click()
    expect(page.get_by_text("You added Bag to your shopping cart.")).to_be_visible()


def test_a_guest_buys_and_finds_the_order_in_the_account_that_he_makes(page: Page, without_scripts: Page) -> None:
    product_with_stock(quantity=9, name="Bag", slug="bag")
    put_in_cart(page, "2")
    check_out(page)
    order = Order.objects.get()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("E-mail").fill(order.email.upper())
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Please look into your mail")).to_be_visible()
    links = [link for link in mailed_links() if link.startswith("/account/")]
    # He opens the mail on his telephone, whose browser runs no scripts.
    phone = without_scripts
    phone.goto(links[0])
    for label in ("Password", "The same password again"):
        phone.get_by_label(label, exact=True).fill("another-horse-8")
    phone.get_by_role("button", name="Save and sign in").click()
    expect(phone.get_by_role("link", name=f"Order #{order.number}")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("link", name=f"Order #{order.number}").click()
    expect(phone.get_by_text(f"#{order.number}").first).to_be_visible()
    expect(phone.get_by_role("heading", name="Items Ordered")).to_be_visible()
    # And signs in where he bought.
    page.goto("/account/")
    page.get_by_label("E-mail").fill(order.email)
    page.get_by_label("Password").fill("another-horse-8")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name=f"Order #{order.number}")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_a_wholesaler_signs_in_and_another_minimum_holds_for_the_cart_of_before(page: Page) -> None:
    configure(product_setting.MIN_SALE_QTY, '{"32000": 1, "2": 6}')
    product_with_stock(quantity=90, name="Bag", slug="bag")
    Customer.objects.create(email="ada@example.org", group=CustomerGroup.objects.get(code="2"))
    shopper("ada@example.org")
    put_in_cart(page, "2")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/account/sign-in/?next=/cart/")
    for tab in (page, other):
        if tab.url.endswith("next=/cart/"):
            tab.get_by_label("E-mail").fill("ada@example.org")
            tab.get_by_label("Password").fill(PASSWORD)
            tab.get_by_role("button", name="Sign in").click()
            tab.wait_for_url("**/cart/")
    assert [line.quantity for line in CartLine.objects.all()] == [2]
    expect(page.get_by_text("The fewest you may purchase is 6.").first).to_be_visible()
    page.goto("/products/bag/")
    expect(page.get_by_label("Quantity")).to_have_value("6")
