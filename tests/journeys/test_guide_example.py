"""The guide's own example, step by step in a browser: 25 on hand, threshold -50, 75 to sell, "Only 5 left", "Out of Stock"."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from backorders.models import Order
from catalog.models import Product, SourceItem
from tests.factories.catalog import product_with_stock
from tests.journeys.checkout_page import pay

pytestmark = pytest.mark.django_db(transaction=True)
BAG = "/products/joust-duffle-bag/"


def log_in(page: Page) -> None:
    User.objects.create_superuser("merchant", password="merchant")
    page.goto("/admin/")
    page.get_by_label("Username").fill("merchant")
    page.get_by_label("Password").fill("merchant")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Last Orders")).to_be_visible()


def salable_in_the_grid(page: Page) -> Locator:
    page.goto("/admin/catalog/product/?q=24-MB01")
    return page.locator(".field-salable_quantity")


def configure_backorders_globally(page: Page) -> None:
    """As in the guide: deselect Use system value, choose, Save Config."""
    page.goto("/admin/catalog/configurationvalue/")
    page.get_by_role("heading", name="Stock Options", exact=True).click()
    page.get_by_role("checkbox", name="Use system value: Only X left Threshold").uncheck()
    page.get_by_label("Only X left Threshold", exact=True).fill("5")
    page.get_by_role("heading", name="Product Stock Options").click()
    page.get_by_role("checkbox", name="Use system value: Backorders").uncheck()
    page.get_by_label("Backorders", exact=True).select_option("Allow Qty Below 0 and Notify Customer")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()


def configure_the_product(page: Page, product: Product) -> None:
    """As in the guide: Advanced Inventory, deselect Use Config Setting, enter, Done, Save."""
    page.goto(f"/admin/catalog/product/{product.pk}/change/")
    page.get_by_role("button", name="Advanced Inventory").click()
    dialog = page.get_by_role("dialog", name="Advanced Inventory")
    for label, value in (("Out-of-Stock Threshold", "-50"), ("Notify for Quantity Below", "10")):
        dialog.get_by_role("checkbox", name=f"Use Config Setting: {label}").uncheck()
        dialog.get_by_label(label, exact=True).fill(value)
    expect(dialog.locator("[data-threshold-words] > :visible")).to_have_text("Up to 50 below zero")
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You saved the product.").or_(page.get_by_text("was changed successfully"))).to_be_visible()


def buy(page: Page, quantity: int) -> None:
    page.goto(BAG)
    page.get_by_label("Quantity", exact=True).fill(str(quantity))
    page.get_by_role("button", name="Add to Cart").click()
    page.goto("/checkout/")
    pay(page)
    expect(page.get_by_text(f"#{Order.objects.latest('pk').number}").first).to_be_visible()


def shown_on_the_product_page(page: Page, text: str) -> None:
    page.goto(BAG)
    expect(page.locator("article").get_by_text(text, exact=True).first).to_be_visible()


def test_the_guides_example(page: Page) -> None:
    bag = product_with_stock(quantity=25, sku="24-MB01", name="Joust Duffle Bag", slug="joust-duffle-bag")
    log_in(page)
    expect(salable_in_the_grid(page)).to_have_text("Default Stock: 25")

    configure_backorders_globally(page)
    configure_the_product(page, bag)
    expect(salable_in_the_grid(page)).to_have_text("Default Stock: 75")

    shown_on_the_product_page(page, "In stock")
    buy(page, 25)
    shown_on_the_product_page(page, "Available on backorder")
    buy(page, 45)
    expect(page.get_by_text("we'll back order the remaining 45.").first).to_be_visible()
    shown_on_the_product_page(page, "Only 5 left")
    buy(page, 5)
    shown_on_the_product_page(page, "Out of Stock")
    expect(page.get_by_role("button", name="Add to Cart")).to_have_count(0)

    last = Order.objects.latest("pk")
    page.goto(f"/admin/backorders/order/{last.pk}/change/")
    expect(page.get_by_text("Processing", exact=True)).to_be_visible()
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Yes, cancel the order").click()
    expect(page.get_by_text("You canceled the order.")).to_be_visible()
    expect(salable_in_the_grid(page)).to_have_text("Default Stock: 5")
    assert SourceItem.objects.get(product=bag).quantity == 25
    shown_on_the_product_page(page, "Only 5 left")
