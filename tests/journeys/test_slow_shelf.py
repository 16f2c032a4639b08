"""Product pages and listings on a bad line: what was chosen before the scripts arrived counts."""

import re

import pytest
from playwright.sync_api import Page, expect

from backorders.models import CartLine
from catalog.models.product import ProductType, Visibility
from tests.factories.catalog import ProductFactory, product_with_stock
from tests.journeys.bad_line import Line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def may_complain() -> bool:
    """The line is bad."""
    return True


@pytest.fixture
def line() -> Line:
    return Line()


def stock_jackets() -> None:
    jacket = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for size in ("S", "M"):
        product_with_stock(
            quantity=9,
            name=f"Jacket {size}",
            sku=f"J-{size}",
            variant_of=jacket,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size},
        )


def test_variant_chosen_before_the_scripts_arrive_is_shown_when_they_do(page: Page, line: Line) -> None:
    stock_jackets()
    page.route("**/*.js", line.hold)
    page.goto("/products/jacket/", wait_until="commit")
    page.get_by_role("radio", name="M").check()
    line.let_go()
    expect(page.get_by_text("SKU J-M")).to_be_visible()
    page.get_by_role("button", name="Add to Cart").click()
    expect(page.get_by_text("You added Jacket M to your shopping cart.")).to_be_visible()


@pytest.mark.parametrize("missing", ["**/*.js", "**/htmx*.js"])
def test_variant_is_bought_without_scripts_though_scripting_is_on(page: Page, missing: str) -> None:
    stock_jackets()
    page.route(missing, lambda route: route.abort())
    page.goto("/products/jacket/")
    page.get_by_role("radio", name="S").check()
    page.get_by_role("button", name="Show this one").click()
    expect(page.get_by_text("SKU J-S")).to_be_visible()
    page.get_by_role("radio", name="M").check()
    page.get_by_label("Quantity").fill("2")
    page.get_by_label("Quantity").press("Enter")
    expect(page.get_by_text("You added Jacket M to your shopping cart.")).to_be_visible()
    assert CartLine.objects.filter(product__sku="J-M").exists()


def test_quantity_typed_before_the_scripts_arrive_is_answered_and_bought(page: Page, line: Line) -> None:
    product_with_stock(quantity=5, backorders=2, name="Bag", slug="bag")
    page.route("**/*.js", line.hold)
    page.goto("/products/bag/", wait_until="commit")
    page.get_by_label("Quantity").fill("7")
    line.let_go()
    expect(page.get_by_text("we'll back order the remaining 2.")).to_be_visible()
    page.get_by_role("button", name="Add to Cart").click()
    expect(page.get_by_text("You added Bag to your shopping cart.")).to_be_visible()
    assert CartLine.objects.get().quantity == 7


def test_order_of_a_listing_chosen_before_the_scripts_arrive(page: Page, line: Line) -> None:
    for name, price in (("Cheap", 1), ("Dear", 9)):
        product_with_stock(quantity=1, name=name, price=price)
    page.route("**/*.js", line.hold)
    page.goto("/", wait_until="commit")
    page.get_by_label("Sort by").select_option("Price, high to low")
    line.let_go()
    expect(page).to_have_url(re.compile("sort="))
    expect(page.get_by_role("heading", level=3)).to_have_text(["Dear", "Cheap"])
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("featured")
    expect(page).not_to_have_url(re.compile("sort="))


def test_listing_is_sorted_without_scripts_though_scripting_is_on(page: Page) -> None:
    for name, price in (("Cheap", 1), ("Dear", 9)):
        product_with_stock(quantity=1, name=name, price=price)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    page.get_by_label("Sort by").select_option("Price, high to low")
    page.get_by_role("button", name="Sort").click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Dear", "Cheap"])
