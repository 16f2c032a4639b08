"""Every page of the back office, in its states, meets WCAG 2.2 AA as far as axe-core sees, and fits into 320 pixels."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from backorders.rules.payment import PaymentMethod
from catalog.models import Category, Customer, CustomerGroup, Stock, StoppedSale
from catalog.rules.stopped_sale import StopCause
from tests.backorders.checkout_data import CARD, HOME
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    default_source,
    expected_supply,
    product_with_stock,
)
from tests.factories.stock_alerts import waits
from tests.journeys.accessible import Walk
from tests.journeys.signed_in import add_session

pytestmark = pytest.mark.django_db(transaction=True)

TAKES_A_FORM = "takes a form"
READ_ONLY = "nothing is added, changed or deleted by hand"
NO_PAGES = {
    r".*_grid_(columns|size|save|open|delete)": TAKES_A_FORM,
    r".*_grid_export": "a file",
    r"logout|catalog_lowstocknotice_read|backorders_order_(destination|comment|deliver|email|hold|unhold|tracking)": TAKES_A_FORM,
    r"backorders_order_refund_(send|sent)|backorders_(notification|errand)_send_again|backorders_order_cancel": TAKES_A_FORM,
    r"backorders_buyer_group|backorders_shipment_(hand_over|tracking|tracking_remove)": TAKES_A_FORM,
    r"backorders_(ready_to_ship|shipment)_print": "made by a form, and printed",
    r"inventory_repair": TAKES_A_FORM,
    r"search|autocomplete|jsi18n|backorders_order_products|catalog_lowstocknotice_new": "a part of a page, or no page",
    r"catalog_(product|configurationvalue|source|stock)_preview(_new)?": "a part of a page",
    r"catalog_(product|configurationvalue)_undo": TAKES_A_FORM,
    r"second_factor": "leads on to whoever is half logged in",
    r"auth_user_password_change": "leads to the page that mails a link",
    r"(catalog_(lowstock|lowstocknotice|reservation|incomingsupply)|django_tasks_database_dbtaskresult)_(add|delete)": READ_ONLY,
    r"backorders_(notification|errand|stockalert|delivery|buyer|shipment)_(add|delete)": READ_ONLY,
    r"catalog_source_delete|backorders_order_delete": READ_ONLY,
    r"catalog_stoppedsale_(add|delete|change)": READ_ONLY,
    r"(catalog_(lowstock|lowstocknotice)|backorders_(errand|delivery))_change": "no row of it has been made",
    r"backorders_(errand|delivery)_history": "no row of it has been made",
    # The same pages for each model.
    r"(?!catalog_(product|category|configurationvalue)|backorders_order).*_history": "as catalog_product_history",
    r"(?!catalog_(product|category)).*_delete": "as catalog_product_delete and catalog_category_delete",
}


@pytest.fixture
def may_complain() -> bool:
    """Refused forms do, in the console."""
    return True


def stock_the_shop() -> None:
    Category.objects.create(path="Bags", name="Bags", slug="bags")
    second = SourceFactory.create(name="Second")
    StockFactory.create(name="North", sources=[default_source(), second])
    StoreViewFactory.create(website=WebsiteFactory.create())
    bag = product_with_stock(quantity=4, backorders=2, min_qty=-90, sku="BAG", name="Joust Duffle Bag", price=34)
    SourceItemFactory.create(product=bag, source=second)
    bag.categories.set(Category.objects.all())
    tin = product_with_stock(quantity=3, sku="TIN", name="Tin")
    Customer.objects.create(email="ada@example.org", group=CustomerGroup.objects.earliest("pk"))
    umbrella, now = product_with_stock(quantity=0, sku="UMBRELLA"), timezone.now()
    waits(umbrella, "ada@example.org", now)
    about = {"stock": Stock.objects.default(), "cause": StopCause.TOO_FEW.value, "order_number": "000000001"}
    StoppedSale.objects.create(product=umbrella, since=now, **about)
    expected_supply(bag, 20)
    about = {"email": "ada@example.org", "customer_name": "Ada Brandt", "ship_to": HOME}
    _, order = (
        place_order(lines={tin: 1, bag: 40}, payment_method=method, by=None, now=timezone.now(), **about)  # type: ignore[arg-type]
        for method in (PaymentMethod.CHECK_MONEY_ORDER, PaymentMethod.CARD)
    )
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    units = {order.lines.get(sku="TIN"): Decimal(1)}
    ship_order(order=order, source=default_source(), units=units, key="a", by=None, now=timezone.now())


def patterns(of: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in of:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, before + str(each.pattern))
        elif each.name and (before + str(each.pattern)).startswith("admin/"):
            yield each.name, each


def newest(name: str) -> dict[str, object]:
    """Return what the address may be filled with: the newest row of its own model."""
    for model in admin.site._registry:  # noqa: SLF001  the only list there is
        options = model._meta  # noqa: SLF001  Django's API
        if name.startswith(f"{options.app_label}_{options.model_name}_"):
            return dict.fromkeys(("object_id", "pk", "id"), model._default_manager.latest("pk").pk)  # noqa: SLF001
    return {}


def addresses() -> Iterator[tuple[str, str]]:
    """Yield (name, address) of each page: every address of the map that is not excepted by name."""
    line = Order.objects.latest("pk").lines.get(sku="BAG")
    others = {"line": line.pk, "product": line.product_id, "stock": Stock.objects.default().pk, "app_label": "catalog"}
    others |= {"uidb64": "x", "token": "x"}
    for name, pattern in patterns(get_resolver().url_patterns):
        if any(re.fullmatch(excepted, name) for excepted in NO_PAGES):
            continue
        wanted = [*pattern.pattern.converters, *getattr(pattern.pattern, "regex", re.compile("")).groupindex]
        given = others | (newest(name) if {"object_id", "pk", "id"} & {*wanted} else {})
        yield name, reverse(f"admin:{name}", kwargs={key: given.get(key, 1) for key in wanted})


def walk_pages(walk: Walk) -> None:
    walk.open("/admin/", "index")
    for name, address in addresses():
        if name != "login":  # who is in is led on
            walk.open(address, name)


def press(walk: Walk, address: str, button: str, state: str, *, sends: bool = False) -> None:
    """Press a button of a page (empty: of this one) and look at what it becomes; `sends`: another page."""
    if address:
        walk.page.goto(address)
    with walk.page.expect_event("load") if sends else nullcontext():
        walk.page.get_by_role("button", name=button, exact=button != "Log in").first.click()
    walk.look(state)


def walk_refusals(walk: Walk) -> None:
    order = Order.objects.earliest("pk")
    press(walk, "/admin/catalog/product/add/", "Save", "product, refused", sends=True)
    assert walk.page.title().startswith("Error: ")
    expect(walk.page.locator(":focus")).to_have_attribute("aria-invalid", "true")
    press(walk, "/admin/catalog/source/add/", "Save", "source, refused", sends=True)
    press(walk, "/admin/backorders/order/add/", "Submit Order", "new order, refused", sends=True)
    press(walk, "/admin/backorders/delivery/receive/", "Continue", "delivery, refused", sends=True)
    walk.open(f"/admin/backorders/order/{order.pk}/invoice/", "invoice")
    press(walk, f"/admin/backorders/order/{order.pk}/ship/", "Submit Shipment", "shipment, nothing ships", sends=True)
    walk.open("/admin/catalog/product/?q=nothing", "products, none found")
    walk.open("/admin/nowhere/", "404")


OPEN = "dialog[open]"


def walk_dialogs(walk: Walk) -> None:
    page, product = walk.page, OrderLine.objects.filter(sku="BAG")[0].product_id
    page.goto(f"/admin/catalog/product/{product}/change/")
    opened(walk, "Advanced Inventory", "product, Advanced Inventory")
    page.locator(OPEN).get_by_role("checkbox").first.click()
    page.keyboard.press("Escape")
    page.get_by_text("Discard what you changed").wait_for()
    walk.look("product, whether to discard", within="[data-discard-question]")
    page.get_by_role("button", name="Discard", exact=True).click()
    opened(walk, "Assign Sources", "product, Assign Sources")
    page.goto(f"/admin/backorders/order/{Order.objects.latest('pk').pk}/change/")
    opened(walk, "Cancel", "order, whether to cancel")
    page.keyboard.press("Escape")
    opened(walk, "Send Email", "order, whether to mail")
    page.goto("/admin/catalog/configurationvalue/")
    opened(walk, "Preview effect", "configuration, preview")


def walk_menus(walk: Walk) -> None:
    page = walk.page
    press(walk, "/admin/catalog/product/", "Filters", "products, filters")
    for menu in ("Columns", "Default View"):
        page.locator("summary", has_text=menu).click()
        walk.look(f"products, {menu}", within="details[open]")
        page.locator("summary", has_text=menu).click()
    page.keyboard.press("Control+k")
    expect(page.locator("#search-input-command")).to_be_focused()
    walk.look("palette")
    page.goto("/admin/backorders/order/")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("cancel_orders")
    opened(walk, "Run", "orders, whether to cancel")


def opened(walk: Walk, button: str, state: str) -> None:
    """Press a button of the page and look at the dialog that opens."""
    walk.page.get_by_role("button", name=button, exact=True).first.click()
    walk.page.locator(OPEN).wait_for()
    walk.look(state, within=OPEN)


def walk_doors(walk: Walk) -> None:
    walk.page.context.clear_cookies()
    walk.open("/admin/login/", "login")
    walk.page.get_by_label("Username").fill("nobody")
    walk.page.get_by_label("Password").fill("nothing")
    press(walk, "", "Log in", "login, refused", sends=True)
    assert walk.page.title().startswith("Error: ")


def test_every_page_of_the_admin_is_accessible(page: Page) -> None:
    stock_the_shop()
    add_session(page.context)
    walk = Walk(page, frame="#nav-sidebar")
    for part in (walk_pages, walk_refusals, walk_dialogs, walk_menus, walk_doors):
        part(walk)
    assert not walk.complaints, "\n".join(walk.complaints)
    assert {name for name, _ in addresses()} - walk.looked_at == set()
