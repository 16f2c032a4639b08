"""The cart on a bad line: scripts late or never there, requests that hang or fail. What is shown is what is bought."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from backorders.models import CartLine
from backorders.storefront.shop_frame import CART
from catalog.models import Product
from tests.factories.backorders import CartFactory, CartLineFactory
from tests.factories.catalog import product_with_stock
from tests.journeys.bad_line import Line

pytestmark = pytest.mark.django_db(transaction=True)
SESSION = settings.SESSION_COOKIE_NAME
NOT_SAVED = "This is not saved yet: the shop could not be reached."


@pytest.fixture
def may_complain() -> bool:
    """The line is bad."""
    return True


@pytest.fixture
def line() -> Line:
    return Line()


def fill_cart(page: Page, *names: str) -> None:
    """Let the visitor come back to a cart with nine of each: how they came into it is a journey of its own (`test_shop.py`)."""
    cart = CartFactory.create()
    for name in names:
        product = product_with_stock(quantity=25, name=name, slug=name.lower(), price=Decimal(10))
        CartLineFactory.create(cart=cart, product=product, quantity=9, price_seen=product.price)
    client = Client()
    session = client.session
    session[f"{CART}{cart.website_id}"] = str(cart.token)
    session.save()
    page.context.add_cookies(
        [{"name": SESSION, "value": client.cookies[SESSION].value, "domain": "localhost", "path": "/"}]
    )


def box(page: Page, name: str) -> Locator:
    return page.get_by_label(f"Quantity of {name}")


def check_out(page: Page) -> None:
    page.get_by_role("button", name="Proceed to Checkout").click()


def expect_bought(page: Page, total: str) -> None:
    expect(page.get_by_role("button", name=f"Place Order · {total}")).to_be_visible()


def quantities() -> list[Decimal]:
    return list(CartLine.objects.order_by("pk").values_list("quantity", flat=True))


@pytest.mark.parametrize("scripts", ["there", "late", "never"])
def test_what_was_typed_last_is_what_is_checked_out(page: Page, line: Line, scripts: str) -> None:
    fill_cart(page, "Bag", "Mug", "Tee")
    if scripts != "there":
        page.route("**/*.js", line.hold if scripts == "late" else lambda route: route.abort())
    page.goto("/cart/", wait_until="commit" if scripts == "late" else "load")
    box(page, "Bag").fill("3")
    box(page, "Tee").fill("4")
    check_out(page)
    line.let_go()
    expect_bought(page, "$160.00")
    assert quantities() == [3, 9, 4]


def test_plus_and_checkout_at_once(page: Page) -> None:
    fill_cart(page, "Bag")
    page.goto("/cart/")
    page.get_by_role("button", name="More").click()
    check_out(page)
    expect_bought(page, "$100.00")


def test_typed_before_the_scripts_arrive_is_saved_when_they_do(page: Page, line: Line) -> None:
    fill_cart(page, "Bag", "Mug")
    page.route("**/*.js", line.hold)
    page.goto("/cart/", wait_until="commit")
    box(page, "Mug").fill("2")
    line.let_go()
    expect(page.locator(".totals")).to_contain_text("$110.00")
    assert quantities() == [9, 2]


def test_change_that_cannot_be_sent_says_so_beside_its_box_and_is_sent_later(page: Page) -> None:
    fill_cart(page, "Bag", "Mug")
    page.goto("/cart/")
    page.context.set_offline(True)
    box(page, "Mug").fill("2")
    box(page, "Mug").press("Tab")
    says = page.locator("article", has=box(page, "Mug"))
    expect(says).to_contain_text(NOT_SAVED)
    expect(page.get_by_text(NOT_SAVED)).to_have_count(1)
    expect(box(page, "Mug")).to_have_value("2")
    page.context.set_offline(False)
    expect(page.locator(".totals")).to_contain_text("$110.00")
    expect(page.get_by_text(NOT_SAVED)).to_have_count(0)
    assert quantities() == [9, 2]


def test_change_that_the_shop_does_not_take_names_the_cookies(page: Page) -> None:
    fill_cart(page, "Bag")
    page.goto("/cart/")
    page.context.clear_cookies()
    box(page, "Bag").fill("2")
    box(page, "Bag").press("Tab")
    expect(
        page.get_by_text("This is not saved: the shop did not accept it. Your browser may have lost")
    ).to_be_visible()
    expect(box(page, "Bag")).to_have_value("2")
    assert quantities() == [9]


def test_changes_during_a_request_are_all_saved_and_a_checkout_waits_for_none(page: Page, line: Line) -> None:
    fill_cart(page, "Bag", "Mug")
    page.goto("/cart/")
    page.route("**/cart/", line.hold_posts)
    box(page, "Bag").fill("5")
    with page.expect_request(lambda request: request.method == "POST"):
        box(page, "Bag").press("Tab")
    box(page, "Mug").fill("2")
    box(page, "Mug").press("Tab")
    box(page, "Bag").fill("6")
    line.is_open = True
    check_out(page)
    expect_bought(page, "$80.00")
    assert quantities() == [6, 2]


def test_answer_that_comes_late_undoes_nothing_that_was_typed_meanwhile(page: Page, line: Line) -> None:
    fill_cart(page, "Bag", "Mug")
    page.goto("/cart/")
    page.route("**/cart/", line.hold_posts)
    box(page, "Bag").fill("5")
    with page.expect_request(lambda request: request.method == "POST"):
        box(page, "Bag").press("Tab")
    box(page, "Mug").fill("2")
    with page.expect_response(lambda response: response.request.method == "GET"):
        line.let_go()
    expect(box(page, "Mug")).to_have_value("2")
    box(page, "Mug").press("Tab")
    expect(page.locator(".totals")).to_contain_text("$70.00")
    assert quantities() == [5, 2]


def test_change_is_saved_by_who_leaves_the_cart_at_once(page: Page) -> None:
    fill_cart(page, "Bag")
    page.goto("/cart/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Continue shopping").click()
    expect(page.get_by_role("heading", name="Good things")).to_be_visible()
    # The browser sends it while it leaves the page: it may arrive after the request for the next page.
    for _ in range(100):
        if quantities() == [10]:
            break
        page.wait_for_timeout(50)
    page.goto("/cart/")
    expect(box(page, "Bag")).to_have_value("10")


def test_enter_in_a_box_saves_and_removes_nothing(page: Page) -> None:
    fill_cart(page, "Bag", "Mug")
    page.goto("/cart/")
    Product.objects.filter(name="Bag").update(is_enabled=False)
    page.reload()
    box(page, "Mug").fill("2")
    box(page, "Mug").press("Enter")
    expect(page.locator(".totals")).to_contain_text("$20.00")
    assert quantities() == [9, 2]
