"""What becomes of an order, as its shopper sees it in a real browser: paid by card or check, canceled, shipped."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from backorders.actions.ship_order import ship_order
from backorders.models import Order
from backorders.rules.tracking_number import Tracking
from catalog.models import Product
from tests.factories.catalog import default_source, product_with_stock
from tests.journeys.checkout_page import DESK, PHONE, check_out, fill_in, fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def shopper(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size(request.param)
    return page


@pytest.fixture
def without_scripts(browser: Browser, live_shop: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_shop, java_script_enabled=False)
    yield context.new_page()
    context.close()


def bag() -> Product:
    return product_with_stock(quantity=5, backorders=2, name="Bag", slug="bag", price=Decimal("10.00"))


def put_in_cart(page: Page, quantity: str) -> None:
    page.goto("/products/bag/")
    page.get_by_label("Quantity").fill(quantity)
    page.get_by_role("button", name="Add to Cart").click()
    expect(page.get_by_text("You added Bag to your shopping cart.")).to_be_visible()


def ship_one(order: Order) -> None:
    units = {order.lines.get(): Decimal(1)}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        tracking=[Tracking(number="QC 123")],
        now=timezone.now(),
    )


def test_shopper_buys_with_a_check(shopper: Page) -> None:
    bag()
    put_in_cart(shopper, "2")
    shopper.goto("/checkout/")
    expect(shopper.get_by_label("Card number")).to_be_visible()
    shopper.get_by_label("Check / Money order").check()
    expect(shopper.get_by_label("Card number")).to_be_hidden()
    expect(shopper.get_by_text("Nothing is charged now.")).to_be_visible()
    shopper.get_by_role("button", name=re.compile("Place Order")).click()
    expect(shopper.get_by_text("Please select a country.", exact=True)).to_be_visible()
    fill_in(shopper)
    assert fits(shopper)
    shopper.get_by_role("button", name=re.compile("Place Order")).click()
    expect(shopper.get_by_role("heading", name="Thank you, Ada Brandt!")).to_be_visible()
    expect(shopper.get_by_text("Please send your check or money order for $20.00")).to_be_visible()
    assert fits(shopper)
    assert Order.objects.get().status == "pending_payment"


def test_shopper_follows_a_backorder_from_card_to_parcel(shopper: Page) -> None:
    bag()
    put_in_cart(shopper, "8")
    check_out(shopper)
    expect(shopper.get_by_text("we'll back order the remaining 3.")).to_be_visible()
    expect(shopper.get_by_text("12 Quay Street")).to_be_visible()
    expect(shopper.get_by_text("Paid by Credit Card: $80.00")).to_be_visible()
    ship_one(Order.objects.get())
    shopper.reload()
    expect(shopper.get_by_text("A part of your order has been shipped.")).to_be_visible()
    expect(shopper.get_by_text("QC 123")).to_be_visible()
    assert fits(shopper)


def test_shopper_cancels(shopper: Page) -> None:
    product = bag()
    put_in_cart(shopper, "3")
    check_out(shopper)
    shopper.get_by_role("button", name="Cancel Order").click()
    dialog = shopper.get_by_role("dialog", name="Cancel this order?")
    expect(dialog).to_contain_text("$30.00 will be refunded to your card")
    dialog.get_by_role("button", name="Keep Order").click()
    expect(dialog).to_be_hidden()
    shopper.get_by_role("button", name="Cancel Order").click()
    dialog.get_by_role("button", name="Cancel Order").click()
    expect(shopper.get_by_text("Your order was canceled. $30.00 will be refunded to your card.")).to_be_visible()
    expect(shopper.get_by_role("button", name="Cancel Order")).to_have_count(0)
    assert fits(shopper)
    assert product.salable_quantity() == 5


def test_shopper_is_told_why_an_order_that_was_shipped_meanwhile_is_not_canceled(page: Page) -> None:
    bag()
    put_in_cart(page, "3")
    check_out(page)
    page.get_by_role("button", name="Cancel Order").click()
    ship_one(Order.objects.get())
    page.get_by_role("dialog").get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_text("The order has changed since this page was opened. Nothing was canceled.")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the Rest")).to_be_visible()
    assert Order.objects.get().status == "processing"


def test_shopper_buys_and_cancels_without_javascript(without_scripts: Page) -> None:
    bag()
    page = without_scripts
    put_in_cart(page, "3")
    page.goto("/checkout/")
    fill_in(page)
    page.get_by_label("Check / Money order").check()
    page.get_by_role("button", name=re.compile("Place Order")).click()
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="Cancel this order?")).to_be_visible()
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_text("Your order was canceled. Nothing was charged.")).to_be_visible()
    assert Order.objects.get().status == "canceled"
