"""Typed changes are never left behind without a question, on any form of the admin; what is saved asks nothing."""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Stock
from tests.factories.catalog import default_source, default_website, product_with_stock
from tests.journeys.signed_in import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Asked:
    """What the browser asks when a page is left; the answer is to stay, until `leaves` is set."""

    def __init__(self, page: Page) -> None:
        self.count, self.leaves = 0, False
        page.on("dialog", self.answer)

    def answer(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.count += 1
        if self.leaves:
            dialog.accept()
        else:
            dialog.dismiss()


def try_to_leave(page: Page) -> None:
    """Go to the dashboard; the browser asks first."""
    page.evaluate("window.location.assign('/admin/')")


def an_order() -> Order:
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}", price=Decimal(10)) for n in range(2)]
    return place_order(
        lines=dict.fromkeys(products, 9), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def of_order(name: str) -> str:
    return reverse(f"admin:backorders_order_{name}", args=(Order.objects.get().pk,))


FORMS: dict[str, tuple[Callable[[], str], str]] = {
    "product": (lambda: f"/admin/catalog/product/{product_with_stock(quantity=25).pk}/change/", "[name=name]"),
    "new product": (lambda: "/admin/catalog/product/add/", "[name=name]"),
    "stock": (lambda: f"/admin/catalog/stock/{Stock.objects.default().pk}/change/", "[name=name]"),
    "source": (lambda: f"/admin/catalog/source/{default_source().pk}/change/", "[name=name]"),
    "website": (lambda: f"/admin/catalog/website/{default_website().pk}/change/", "[name=name]"),
    "store view": (lambda: "/admin/catalog/storeview/add/", "[name=name]"),
    "category": (lambda: "/admin/catalog/category/add/", "[name=name]"),
    "customer group": (lambda: "/admin/catalog/customergroup/add/", "[name=name]"),
    "user": (lambda: f"/admin/auth/user/{User.objects.get().pk}/change/", "[name=first_name]"),
    "new order": (lambda: "/admin/backorders/order/add/", "[name=customer_name]"),
    "edit": (lambda: of_order("edit"), "[name^=line-] >> nth=0"),
    "shipment": (lambda: of_order("ship"), "[name=comment]"),
    "invoice": (lambda: of_order("invoice"), "[name^=q] >> nth=0"),
    "cancel": (lambda: of_order("cancel_items"), "[name^=q] >> nth=0"),
    "credit memo": (lambda: of_order("credit_memo"), "[name=comment]"),
    "delivery": (
        lambda: reverse(
            "admin:backorders_backorder_product",
            args=(Stock.objects.default().pk, Order.objects.get().lines.order_by("sku")[0].product_id),
        ),
        "[name=quantity]",
    ),
}


def test_every_form_asks_before_typed_changes_are_left(page: Page) -> None:
    order = an_order()
    sign_in(page, "/admin/")
    invoice_order(
        order=order, units={order.lines.order_by("sku")[0]: Decimal(9)}, by=None, key="one", now=timezone.now()
    )
    asked = Asked(page)
    wrong = []
    for form, (address, control) in FORMS.items():
        asked.leaves = True
        page_address = address()
        open_page(page, page_address)
        before = asked.count
        page.locator(f"#content {control}").fill("7")
        asked.leaves = False
        try_to_leave(page)
        expect(page.get_by_text("Not saved yet").filter(visible=True).first).to_be_visible()
        if asked.count != before + 1 or urlsplit(page.url).path != page_address:
            wrong.append(form)
    assert wrong == []


def test_nothing_is_asked_when_nothing_was_typed_or_all_of_it_was_put_back(page: Page) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    asked = Asked(page)
    page.get_by_label("Quantity", exact=True).fill("7")
    page.get_by_label("Quantity", exact=True).fill("25")
    open_page(page, "/admin/")
    assert asked.count == 0


def test_a_form_that_is_sent_asks_nothing_and_one_that_was_refused_asks_again(page: Page) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    asked = Asked(page)
    page.locator("#id_name").fill("")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    assert asked.count == 0
    expect(page.get_by_text("Not saved yet").filter(visible=True)).to_have_count(1)
    page.locator("#id_name").click()
    try_to_leave(page)
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.locator("#id_name").fill("Sack")
    assert asked.count == 1
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You saved the product.")).to_be_visible()
    assert asked.count == 1


def test_one_of_several_settings_is_asked_about_wherever_it_stands(page: Page) -> None:
    """First, middle and last field of a section; the other fields, inherited, are as they were."""
    address = "/admin/catalog/configurationvalue/?section=payment"
    sign_in(page, address)
    asked = Asked(page)
    boxes = page.get_by_role("checkbox", name="Use system value: ")
    for place in (0, boxes.count() // 2, boxes.count() - 1):
        asked.leaves = True
        open_page(page, address)
        before, asked.leaves = asked.count, False
        boxes.nth(place).uncheck()
        try_to_leave(page)
        expect(page.get_by_text("Not saved yet").filter(visible=True).first).to_be_visible()
        assert (asked.count, urlsplit(page.url).path) == (before + 1, urlsplit(address).path)
        boxes.nth(place).check()
        open_page(page, "/admin/")
        assert asked.count == before + 1


def test_one_of_several_attributes_is_asked_about_before_it_is_left(page: Page) -> None:
    product_with_stock(quantity=25, name="Bag")
    sign_in(page, "/admin/catalog/product/")
    asked = Asked(page)
    for label in ("Qty", "Maximum Qty Allowed in Shopping Cart", "Stock Availability"):
        asked.leaves = True
        open_page(page, "/admin/catalog/product/")
        page.get_by_role("row").filter(has_text="Bag").get_by_role("checkbox").check()
        page.locator("select[name=action]").first.select_option(label="Update attributes")
        page.get_by_role("button", name="Run").click()
        box = page.get_by_role("checkbox", name=f"Change: {label}", exact=True)
        before, asked.leaves = asked.count, False
        box.check()
        try_to_leave(page)
        expect(page.get_by_text("Not saved yet").filter(visible=True).first).to_be_visible()
        assert asked.count == before + 1
        box.uncheck()
        expect(page.get_by_text("Not saved yet").filter(visible=True)).to_have_count(0)
