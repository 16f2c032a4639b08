"""What staff read before a refund or a cancellation is what stands on the shelf afterwards, in a real browser."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import default_source, product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def three_of_five_shipped() -> tuple[Product, Order]:
    bag = product_with_stock(quantity=100, sku="24-MB01", name="Joust Duffle Bag", price=Decimal("34.00"))
    order = place_order(
        lines={bag: 5}, email="ada@example.org", customer_name="Ada Lovelace", by=None, now=timezone.now()
    )
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(3)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    return bag, order


def view(order: Order) -> str:
    return reverse("admin:backorders_order_change", args=(order.pk,))


def explained(page: Page, product: Product, *, salable: str, on_hand: str) -> None:
    page.goto(reverse("admin:catalog_product_explain", args=(product.pk,)))
    stock = page.get_by_role("region", name="Default Stock")
    expect(stock.locator(".explained-sum strong")).to_have_text(salable)
    expect(stock.locator("h3").filter(has_text="On hand").locator("b")).to_have_text(on_hand)


def test_units_that_are_refunded_with_return_come_back_as_the_page_said(page: Page) -> None:
    bag, order = three_of_five_shipped()
    sign_in(page, view(order))
    page.get_by_role("link", name="Credit Memo").click()
    expect(page.get_by_text("2 never left: they are written off (shelf -2 at Default Source")).to_be_visible()
    page.get_by_label("Return 24-MB01 to Stock").check()
    page.get_by_role("button", name="Update Qty's").click()
    expect(page.get_by_text("2 never left: they go back to the salable quantity (+2).")).to_be_visible()
    expect(page.get_by_text("3 were shipped: they return to Default Source (shelf +3).")).to_be_visible()
    after = page.get_by_role("row").filter(has_text="97 now, 100 after")
    expect(after).to_contain_text("95 now, 100 after")
    page.get_by_role("button", name="Refund", exact=True).click()
    expect(page.get_by_text("You created the credit memo.")).to_be_visible()
    expect(page.get_by_label("Credit memos")).to_contain_text("3 returned to Default Source, 2 released")
    expect(page.get_by_label("Order totals")).to_contain_text("USD 170.00")
    explained(page, bag, salable="100", on_hand="100")


def test_units_that_are_refunded_without_return_are_written_off_as_the_page_said(page: Page) -> None:
    bag, order = three_of_five_shipped()
    sign_in(page, view(order))
    page.get_by_role("link", name="Credit Memo").click()
    page.get_by_label("Qty to Refund of 24-MB01").fill("3")
    page.get_by_label("Credit Memo Comments").fill("Torn seam.")
    # Not read yet: the first click shows what three units mean.
    page.get_by_role("button", name="Refund", exact=True).click()
    expect(page.get_by_text("Please read what will happen now")).to_be_visible()
    expect(page.get_by_text("2 never left: they are written off (shelf -2 at Default Source")).to_be_visible()
    expect(page.get_by_text("1 was shipped: nothing comes back to a shelf.")).to_be_visible()
    page.get_by_role("button", name="Refund", exact=True).click()
    expect(page.get_by_text("You created the credit memo.")).to_be_visible()
    expect(page.get_by_label("Credit memos")).to_contain_text("Torn seam.")
    explained(page, bag, salable="95", on_hand="95")


def test_two_of_five_are_canceled(page: Page) -> None:
    bag, order = three_of_five_shipped()
    sign_in(page, view(order))
    page.get_by_role("link", name="Cancel Items").click()
    page.get_by_label("Qty to Cancel of 24-MB01").fill("2")
    page.get_by_role("button", name="Update Qty's").click()
    expect(
        page.get_by_text("2 go back to the salable quantity, and to no source. USD 68.00 is refunded.")
    ).to_be_visible()
    page.get_by_role("button", name="Cancel Items").click()
    expect(page.get_by_text("You canceled the items.")).to_be_visible()
    expect(page.get_by_text("Canceled 2 of 24-MB01 and refunded USD 68.00.")).to_be_visible()
    explained(page, bag, salable="97", on_hand="97")


def test_an_order_is_canceled_without_javascript(browser: Browser, page: Page, live_shop: str) -> None:
    bag = product_with_stock(quantity=10, sku="24-MB01")
    order = place_order(lines={bag: 5}, email="ada@example.org", by=None, now=timezone.now())
    sign_in(page, view(order))
    expect(page.get_by_role("link", name="Cancel Items")).to_be_visible()
    context = browser.new_context(
        base_url=live_shop, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(view(order))
    plain.get_by_role("link", name="Cancel Items").click()
    plain.get_by_role("button", name="Cancel the Whole Order").click()
    expect(plain.get_by_text("You canceled the order.")).to_be_visible()
    context.close()
    assert bag.salable_quantity() == 10
