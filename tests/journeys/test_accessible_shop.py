"""Every page of the shop, in its states, meets WCAG 2.2 AA as far as axe-core sees, and fits into 320 pixels."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from backorders.actions.cancel_order import cancel_own_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import CartLine, Order
from backorders.rules.payment import PaymentMethod
from backorders.rules.tracking_number import Tracking
from backorders.storefront import urls as buying
from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from catalog.storefront import urls as shelves
from inventory_site.shoppers import pages as accounts
from tests.backorders.checkout_data import CARD, HOME, REFUSED_CARD
from tests.factories.catalog import (
    ProductFactory,
    StoreViewFactory,
    configure,
    default_source,
    default_website,
    expected_supply,
    product_with_stock,
)
from tests.factories.moved_days import told_of_moved_day
from tests.factories.stock_alerts import waits
from tests.journeys.accessible import Walk
from tests.journeys.account_walk import walk_account

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGES = {
    **dict.fromkeys(("choose_variant", "add_to_cart"), "leads to the product's page"),
    "choose_store": "leads back",
    "choose_shipping": "leads to the order",
    "account_forget_address": "leads to the account",
    "order_again": "leads to the cart",
    "robots": "read by programs",
    "product_feed": "read by programs",
    "sitemap_index": "read by programs",
    "sitemap": "read by programs",
    "favicon": "a picture",
    "picture": "a picture",
}


@pytest.fixture
def may_complain() -> bool:
    """Refused pages do, in the console: a 404 is an error there."""
    return True


def stock_the_shop() -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 5)
    StoreViewFactory.create(website=default_website(), name="Français")
    bags = Category.objects.create(path="Bags", name="Bags", slug="bags")
    Category.objects.create(path="Bags/Totes", name="Totes", slug="totes")
    bag = product_with_stock(quantity=4, backorders=2, min_qty=-50, name="Joust Duffle Bag", slug="bag", price=34)
    bags.products.add(bag)
    expected_supply(bag, 20)
    product_with_stock(quantity=0, name="Umbrella", slug="umbrella")
    jacket = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for size, color, quantity in (("S", "Red", 9), ("M", "Red", 0), ("M", "Navy", 3)):
        product_with_stock(
            quantity=quantity,
            name=f"Jacket {size} {color}",
            variant_of=jacket,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size, "Color": color},
        )
    for number in range(24):
        product_with_stock(quantity=50, name=f"Tin {number}", price=number + 1)


def ordered(quantity: int = 6, **about: object) -> Order:
    bag = Product.objects.get(slug="bag")
    return place_order(
        lines={bag: quantity, Product.objects.get(name="Tin 7"): 1},
        email="ada@example.org",
        customer_name="Ada Brandt",
        ship_to=HOME,
        by=None,
        now=timezone.now(),
        **about,  # type: ignore[arg-type]
    )


def paid(order: Order, details: dict[str, str] = CARD) -> Order:
    pay_order(payment=order.payments.get(), details=details, now=timezone.now())
    order.refresh_from_db()
    return order


def shipped(order: Order) -> Order:
    units = {order.lines.get(name="Tin 7"): Decimal(1)}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="a",
        by=None,
        tracking=[Tracking(number="QC 1")],
        now=timezone.now(),
    )
    return order


def canceled(order: Order) -> Order:
    cancel_own_order(order=order, now=timezone.now())
    return order


def page_of(order: Order, name: str = "confirmation") -> str:
    return reverse(f"storefront:{name}", kwargs={"checkout": order.checkout})


def walk_empty(walk: Walk) -> None:
    walk.open("/", "home, nothing on the shelves")
    walk.open("/cart/", "cart, empty")
    walk.open("/search/?q=nothing", "search, nothing found")


def walk_shelves(walk: Walk) -> None:
    walk.open("/", "home")
    walk.open("/?page=2", "home, page 2")
    walk.open("/category/bags/", "department")
    walk.open("/category/totes/", "department, empty")
    walk.open("/search/?q=jacket", "search")
    walk.open("/products/umbrella/", "product, out of stock")
    walk.page.get_by_label("Tell me when it is back").fill("ada@")
    walk.page.get_by_role("button", name="Write to me").click()
    expect(walk.page.get_by_label("Tell me when it is back")).to_be_focused()
    walk.look("back in stock, wrong address")
    walk.open("/products/jacket/", "configurable product")
    walk.page.get_by_role("radio", name="M", exact=True).check()
    walk.page.get_by_role("radio", name="Navy").check()
    expect(walk.page.locator(".only-left")).to_have_text("Only 3 left")
    walk.look("variant chosen")
    walk.open("/products/jacket/?option-Size=M&option-Color=Red", "variant out of stock")
    walk.open("/products/bag/?quantity=6", "product, partly on backorder")
    walk.open("/products/bag/?quantity=99", "product, quantity refused")


def walk_cart(walk: Walk) -> None:
    page = walk.page
    page.goto("/products/bag/")
    page.get_by_label("Quantity").fill("6")
    page.get_by_role("button", name="Add to Cart").click()
    page.get_by_text("You added").wait_for()
    expect(page.locator("#messages")).to_be_focused()
    walk.look("product, added")
    umbrella = Product.objects.get(slug="umbrella")
    CartLine.objects.create(cart=CartLine.objects.get().cart, product=umbrella, quantity=1, price_seen=Decimal(3))
    walk.open("/cart/", "cart, with what cannot be bought")
    CartLine.objects.filter(product=umbrella).delete()
    page.goto("/cart/")
    page.get_by_label("Quantity of Joust Duffle Bag").fill("99")
    page.get_by_label("Quantity of Joust Duffle Bag").press("Tab")
    page.get_by_text("The most you can buy is").wait_for()
    walk.look("cart, quantity refused")
    walk.open("/checkout/", "checkout")
    page.get_by_role("button", name=re.compile("Place Order")).click()
    expect(page.get_by_role("alert").first).to_be_focused()
    walk.look("checkout, with errors")
    page.get_by_label("Check / Money order").check()
    walk.look("checkout, by check")


def walk_orders(walk: Walk) -> None:
    walk.open(page_of(ordered()), "order, unpaid")
    walk.page.get_by_role("button", name=re.compile("^Pay ")).click()
    expect(walk.page.get_by_role("alert").first).to_be_focused()
    walk.look("order, unpaid, with errors")
    (away := ordered()).payments.update(transaction_id="cs_1")
    walk.open(f"{page_of(away)}?returned=1", "order, returned from the provider")
    walk.open(page_of(ordered(payment_method=PaymentMethod.CHECK_MONEY_ORDER)), "order, by check")
    walk.open(page_of(paid(ordered(), REFUSED_CARD)), "order, refused")
    order = paid(ordered())
    walk.open(page_of(order), "order, placed")
    walk.page.get_by_role("button", name="Cancel Order").click()
    walk.look("order, asked whether to cancel", within="dialog[open]")
    walk.open(page_of(order, "cancel_order"), "order, asked on a page")
    walk.open(page_of(order, "cancel_items"), "items to cancel")
    walk.page.get_by_role("button", name="Cancel what is chosen").click()
    walk.page.get_by_role("alert").wait_for()
    walk.look("items to cancel, none chosen")
    walk.open(page_of(shipped(order)), "order, a part shipped")
    walk.open(page_of(canceled(paid(ordered()))), "order, canceled")
    line = told_of_moved_day(Product.objects.get(slug="bag")).line
    walk.open(reverse("storefront:moved_day", args=(line.order.checkout, line.pk)), "a day has moved")
    walk.open("/orders/find/", "find an order")
    for number, state in (("", "nothing typed"), ("7", "none found")):
        walk.page.get_by_label("number").fill(number)
        walk.page.get_by_label("E-mail").fill("nobody@example.org" if number else "")
        walk.page.get_by_role("button", name="Find the order").click()
        expect(walk.page.get_by_role("alert")).to_be_focused()
        walk.look(f"find an order, {state}")


def walk_stock_alerts(walk: Walk) -> None:
    alert = waits(Product.objects.get(slug="umbrella"), "ada@example.org", timezone.now())
    link = reverse("storefront:confirm_stock_alert", kwargs={"token": alert.token})
    end = reverse("storefront:end_stock_alerts", kwargs={"token": alert.token})
    walk.open(link, "back in stock, waiting")
    type(alert).objects.update(confirmed_at=None)
    walk.open(link, "back in stock, asked")
    type(alert).objects.update(confirmed_at=timezone.now(), told_at=timezone.now())
    walk.open(link, "back in stock, told")
    walk.open(end, "back in stock, end")
    walk.page.get_by_role("button", name="Forget my address").click()
    walk.page.get_by_role("heading", name="Your address is forgotten").wait_for()
    walk.look("back in stock, ended")
    walk.open(link, "back in stock, gone")


def answered_with(template: str) -> Callable[[Route], None]:
    """Answer with a page that no request can be brought to ask for."""
    body = render_to_string(template, {"address": "/", "is_form": True, "fields": (), "token": "x"})
    return lambda route: route.fulfill(body=body, content_type="text/html")


def walk_refusals(walk: Walk) -> None:
    walk.open("/nowhere/", "404")
    walk.open("/stock-alerts/", "405")
    walk.open("/?q=%00", "400")
    for name in ("408", "413", "500", "503"):
        walk.page.route(f"**/{name}-page/", answered_with(f"{name}.html"))
        walk.open(f"/{name}-page/", name)


def test_every_page_of_the_shop_is_accessible(page: Page) -> None:
    walk = Walk(page)
    walk_empty(walk)
    stock_the_shop()
    for part in (walk_shelves, walk_cart, walk_orders, walk_stock_alerts, walk_account, walk_refusals):
        part(walk)
    assert not walk.complaints, "\n".join(walk.complaints)
    pages = {pattern.name for pattern in (*shelves.urlpatterns, *buying.urlpatterns, *accounts.urlpatterns)}
    assert walk.looked_at & pages == pages - NO_PAGES.keys()
