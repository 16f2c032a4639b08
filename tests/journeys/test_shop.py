"""Shopping in a real browser, on a desk and, where a page looks otherwise there, on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from backorders.models import CartLine, Order
from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from tests.factories.catalog import ProductFactory, configure, product_with_stock
from tests.journeys.checkout_page import DESK, PHONE, fits, pay

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def shopper(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size(request.param)
    return page


def stock_the_shop() -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 5)
    bags = Category.objects.create(path="Bags", name="Bags", slug="bags")
    bag = product_with_stock(
        quantity=25,
        backorders=2,
        min_qty=-50,
        name="Joust Duffle Bag",
        slug="joust-duffle-bag",
        sku="24-MB01",
        price=34,
    )
    bags.products.add(bag)
    jacket = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for size, color, quantity in (("S", "Red", 9), ("M", "Red", 0), ("M", "Navy", 3)):
        product_with_stock(
            quantity=quantity,
            name=f"Jacket {size} {color}",
            sku=f"J-{size}-{color}",
            variant_of=jacket,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size, "Color": color},
        )


def test_shopper_buys_a_bag_that_is_partly_back_ordered(shopper: Page) -> None:
    stock_the_shop()
    shopper.goto("/")
    assert fits(shopper)
    shopper.get_by_role("navigation", name="Departments", exact=True).get_by_role("link", name="Bags").click()
    shopper.get_by_role("link", name="Joust Duffle Bag").click()
    expect(shopper.get_by_text("In stock")).to_be_visible()
    shopper.get_by_label("Quantity").fill("30")
    expect(shopper.get_by_text(NOTICE.format(5))).to_be_visible()
    assert fits(shopper)
    shopper.get_by_role("button", name="Add to Cart").click()
    shopper.get_by_role("link", name="View cart").click()
    expect(shopper.get_by_text(NOTICE.format(5))).to_have_count(1)
    assert fits(shopper)
    shopper.get_by_role("button", name="Proceed to Checkout").click()
    expect(shopper.get_by_text(NOTICE.format(5))).to_have_count(1)
    assert fits(shopper)
    pay(shopper, "4242 4242 4242 4242")
    expect(shopper.get_by_role("heading", name="Thank you, Ada Brandt!")).to_be_visible()
    expect(shopper.get_by_text(NOTICE.format(5))).to_have_count(1)
    assert fits(shopper)
    assert Order.objects.get().status == "processing"


def test_shopper_chooses_a_variant(shopper: Page) -> None:
    stock_the_shop()
    shopper.goto("/products/jacket/")
    expect(shopper.get_by_text("Choose Size and Color")).to_be_visible()
    shopper.get_by_role("radio", name="M", exact=True).check()
    expect(shopper.get_by_role("radio", name="Red (cannot be bought)")).to_be_visible()
    shopper.get_by_role("radio", name="Navy").check()
    expect(shopper.locator(".only-left")).to_have_text("Only 3 left")
    expect(shopper).to_have_url(re.compile("option-Size=M"))
    expect(shopper.get_by_role("radio", name="Navy")).to_be_focused()
    expect(shopper.locator("#choice-told")).to_contain_text("Only 3 left")
    shopper.get_by_role("button", name="Add to Cart").click()
    expect(shopper.get_by_text("You added Jacket M Navy to your shopping cart.")).to_be_visible()
    assert CartLine.objects.filter(product__sku="J-M-Navy").exists()


def test_options_clicked_faster_than_the_answers_come_are_all_chosen(page: Page) -> None:
    stock_the_shop()
    page.goto("/products/jacket/")
    page.evaluate("for (const label of ['M', 'Navy']) document.querySelector(`input[value=${label}]`).click()")
    expect(page.locator(".only-left")).to_have_text("Only 3 left")


def test_quantity_box_stops_where_the_server_does(page: Page) -> None:
    stock_the_shop()
    page.goto("/products/joust-duffle-bag/")
    quantity = page.get_by_label("Quantity")
    quantity.fill("74")
    for _ in range(3):
        page.get_by_role("button", name="More").click()
    expect(quantity).to_have_value("75")
    expect(page.get_by_text(NOTICE.format(50))).to_be_visible()
    quantity.fill("76")
    expect(page.get_by_text("Not enough items for sale. The most you can buy is 75.")).to_be_visible()
    quantity.fill("20")
    expect(page.locator("#quantity-answer > *")).to_have_count(0)


def test_cart_changes_without_leaving_the_page(shopper: Page) -> None:
    stock_the_shop()
    shopper.goto("/products/joust-duffle-bag/")
    shopper.get_by_role("button", name="Add to Cart").click()
    shopper.goto("/cart/")
    quantity = shopper.get_by_label("Quantity of Joust Duffle Bag")
    quantity.fill("27")
    quantity.press("Enter")
    expect(shopper.locator(".totals")).to_contain_text("$918.00")
    expect(shopper.locator("#cart").get_by_text(NOTICE.format(2))).to_have_count(1)
    more = shopper.get_by_role("button", name="More of Joust Duffle Bag")
    more.press("Enter")
    expect(shopper.locator("#cart-told")).to_have_text(re.compile(rf"{re.escape(NOTICE.format(3))}.* Total \$952\.00$"))
    expect(more).to_be_focused()
    shopper.get_by_role("button", name="Less of Joust Duffle Bag").press("Enter")
    expect(shopper.locator("#cart-told")).to_contain_text("Total $918.00")
    shopper.get_by_label("Quantity of Joust Duffle Bag").fill("99")
    shopper.get_by_label("Quantity of Joust Duffle Bag").press("Tab")
    expect(shopper.get_by_text("Not enough items for sale. The most you can buy is 75.")).to_be_visible()
    expect(shopper.get_by_text("Your cart still holds 27.")).to_be_visible()
    expect(shopper.get_by_label("Quantity of Joust Duffle Bag")).to_have_value("99")
    shopper.get_by_role("button", name="Remove Joust Duffle Bag").click()
    expect(shopper.get_by_text("Your cart is empty")).to_be_visible()
    expect(shopper.locator("#messages")).to_be_focused()
    expect(shopper.locator("#messages")).to_have_text("Joust Duffle Bag was removed from your cart.")
    expect(shopper.locator(".cart-count")).to_have_count(0)


def test_refused_card_can_be_tried_again(page: Page) -> None:
    stock_the_shop()
    bag = Product.objects.get(sku="24-MB01")
    page.goto("/products/joust-duffle-bag/")
    page.get_by_role("button", name="Add to Cart").click()
    page.goto("/checkout/")
    pay(page, "4000 0000 0000 0002")
    expect(page.get_by_role("heading", name="Your payment was refused")).to_be_visible()
    assert bag.salable_quantity() == 75
    page.get_by_role("link", name="Try again").click()
    pay(page, "4242 4242 4242 4242")
    expect(page.get_by_role("heading", name="Thank you, Ada Brandt!")).to_be_visible()
    assert bag.salable_quantity() == 74


def test_listing_sorts_as_soon_as_an_order_is_chosen(page: Page) -> None:
    product_with_stock(quantity=1, name="Cheap", price=1)
    product_with_stock(quantity=1, name="Dear", price=9)
    page.goto("/")
    page.get_by_label("Sort by").select_option("Price, high to low")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Dear", "Cheap"])


def test_who_chooses_by_keyboard_sends_it_when_it_is_chosen(page: Page) -> None:
    product_with_stock(quantity=1, name="Cheap", price=1)
    product_with_stock(quantity=1, name="Dear", price=9)
    page.goto("/")
    sort = page.get_by_role("button", name="Sort")
    expect(sort).to_be_hidden()
    page.get_by_label("Sort by").press("End")
    expect(sort).to_be_visible()
    assert "sort=" not in page.url
    page.get_by_label("Sort by").select_option("Price, high to low")
    sort.press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Dear", "Cheap"])


def test_shop_works_without_javascript(browser: Browser, live_shop: str) -> None:
    stock_the_shop()
    context = browser.new_context(base_url=live_shop, java_script_enabled=False)
    page = context.new_page()
    page.goto("/products/jacket/")
    page.get_by_role("radio", name="S", exact=True).check()
    page.get_by_role("radio", name="Red").check()
    page.get_by_role("button", name="Show this one").click()
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add to Cart").click()
    page.get_by_role("link", name="View cart").click()
    page.get_by_label("Quantity of Jacket").fill("3")
    page.get_by_role("button", name="Update", exact=True).click()
    expect(page.locator(".totals")).to_contain_text("$30.00")
    page.get_by_label("Quantity of Jacket").fill("4")
    page.get_by_role("button", name="Proceed to Checkout").click()
    expect(page.get_by_role("button", name="Place Order · $40.00")).to_be_visible()
    pay(page, "4242 4242 4242 4242")
    expect(page.get_by_role("heading", name="Thank you, Ada Brandt!")).to_be_visible()
    context.close()
