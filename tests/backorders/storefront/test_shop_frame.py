"""The product page knows the visitor's own cart, and his order that waits for its payment."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Cart, CartLine
from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE, DELETE_PENDING_AFTER
from tests.factories.backorders import more_lines
from tests.factories.catalog import ProductFactory, configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
BAG = "/products/bag/"


def bag(**fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "slug": "bag", "quantity": 5}
    return product_with_stock(**about | fields)


def add(client: Client, product: Product, quantity: str, **posted: str) -> str:
    return page_text(client.post("/cart/add/", {"product": product.pk, "quantity": quantity} | posted, follow=True))


def jacket() -> Product:
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for size, color in (("S", "Red"), ("M", "Red"), ("M", "Blue")):
        product_with_stock(
            quantity=9,
            sku=f"J-{size}-{color}",
            variant_of=parent,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size, "Color": color},
        )
    return parent


def test_product_page_counts_what_lies_in_the_cart(client: Client) -> None:
    add(client, bag(), "4")
    text = page_text(client.get(BAG, {"quantity": "2"}))
    assert "4 are in your cart already. Not enough items for sale. The most you can buy is 5, and 4 are" in text
    assert 'min="1" max="1"' in client.get(BAG).content.decode()


def test_product_page_tells_what_will_be_owed_with_what_lies_in_the_cart(client: Client) -> None:
    add(client, bag(backorders=2), "5")
    assert "we'll back order the remaining 3." in page_text(client.get(BAG, {"quantity": "3"}))


def test_page_cart_and_checkout_tell_one_number_for_the_same_cart(client: Client) -> None:
    said = "remaining 3."
    after = add(client, bag(backorders=2), "8")
    assert "For the 8 in your cart: Partly on backorder We don't" in after
    assert all(said in page_text(client.get(page)) for page in (BAG, "/cart/", "/checkout/"))
    assert "With the 8 in your cart:" in page_text(client.get(BAG, {"quantity": "1"}))
    assert "remaining 4." in page_text(client.get(BAG, {"quantity": "1"}))


def test_fewest_is_said_once_beside_the_box_and_once_in_the_message(client: Client) -> None:
    text, said = add(client, bag(min_sale_qty=3), "2"), "The fewest you may purchase is 3."
    assert text.count(said) == 2
    assert [page_text(client.get(BAG, {"quantity": typed})).count(said) for typed in ("2", "3")] == [1, 1]


def test_box_offers_one_more_step_beside_the_minimum_that_is_in_the_cart(client: Client) -> None:
    add(client, bag(quantity=9, min_sale_qty=4), "4")
    assert 'min="1" max="5"' in client.get(BAG).content.decode()


def test_variant_is_added_that_the_posted_options_name(client: Client) -> None:
    text = add(client, jacket(), "2", **{"option-Size": "M", "option-Color": "Blue"})
    assert "You added" in text
    assert CartLine.objects.filter(product__sku="J-M-Blue").exists()


def test_only_value_chooses_itself_when_it_is_added(client: Client) -> None:
    parent = jacket()
    Product.objects.filter(sku="J-S-Red").delete()
    assert "Please choose Color first." in add(client, parent, "1")


@pytest.mark.parametrize(
    ("posted", "said", "address"),
    [
        ({}, "Please choose Size and Color first. Nothing was added to your cart.", "/products/jacket/"),
        ({"option-Size": "M"}, "Please choose Color first.", "/products/jacket/?option-Size=M&quantity=2"),
        (
            {"option-Size": "S", "option-Color": "Blue"},
            "This combination is not made. Please choose another one.",
            "/products/jacket/?option-Size=S&option-Color=Blue&quantity=2",
        ),
    ],
)
def test_choice_that_names_no_variant_adds_nothing(
    client: Client, posted: dict[str, str], said: str, address: str
) -> None:
    answer = client.post("/cart/add/", {"product": jacket().pk, "quantity": "2"} | posted)
    assert answer.headers["Location"].startswith(address)
    assert said in page_text(client.get(answer.headers["Location"]))
    assert not Cart.objects.exists()


def test_show_this_one_shows_it_and_adds_nothing(client: Client) -> None:
    jacket()
    answer = client.post("/products/jacket/choose/", {"quantity": "2", "option-Size": "M", "option-Color": "Blue"})
    assert answer.headers["Location"] == "/products/jacket/?option-Size=M&option-Color=Blue&quantity=2"
    assert not Cart.objects.exists()


def test_address_of_the_choice_leads_who_opens_it_to_the_product(client: Client) -> None:
    jacket()
    assert client.get("/products/jacket/choose/").headers["Location"] == "/products/jacket/"
    assert client.get("/products/unknown/choose/").status_code == 404


def test_emptied_quantity_box_is_answered_on_the_page(client: Client) -> None:
    bag()
    assert "Please enter a quantity as a number" in page_text(client.get(BAG, {"quantity": ""}))


@pytest.mark.parametrize(
    ("own", "hints"),
    [
        (
            {"enable_qty_increments": True, "qty_increments": "0.25", "is_qty_decimal": True, "min_sale_qty": "0.5"},
            "0.5",
        ),
        ({"is_qty_decimal": True, "min_sale_qty": "0.5"}, "0.5"),
        ({"min_sale_qty": 3}, "3"),
        ({}, None),
        ({"enable_qty_increments": True, "qty_increments": 2, "min_sale_qty": 1}, None),
    ],
)
def test_hints_name_the_minimum_wherever_it_is_more_than_one_step(
    client: Client, own: dict[str, Any], hints: str | None
) -> None:
    bag(**own)
    found = re.search(r"The fewest you may purchase is ([\d.]+)\.", page_text(client.get(BAG)))
    assert (found and found[1]) == hints


def test_own_unpaid_order_of_the_last_unit_is_led_to(client: Client) -> None:
    product = bag(quantity=1)
    add(client, product, "1")
    order = place_order(
        lines={product: 1}, email="a@example.org", checkout=Cart.objects.get().token, by=None, now=timezone.now()
    )
    page = client.get(BAG)
    assert "You have an order waiting for payment for this. Go to your order" in page_text(page)
    assert f'href="/orders/{order.checkout}/"' in page.content.decode()
    assert "waiting for payment" not in page_text(Client().get(BAG))


def test_product_page_asks_the_database_as_often_with_thirty_lines_in_the_cart(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    add(client, bag(), "1")
    client.get("/cart/")
    with django_assert_num_queries(9):
        client.get(BAG)
    more_lines(Cart.objects.get(), 29)
    with django_assert_num_queries(9):
        client.get(BAG)


def test_cart_that_the_own_unpaid_order_blocks_leads_to_that_order(client: Client) -> None:
    product = bag(quantity=1)
    add(client, product, "1")
    order = place_order(
        lines={product: 1}, email="a@example.org", checkout=Cart.objects.get().token, by=None, now=timezone.now()
    )
    page = client.get("/cart/")
    text = page_text(page)
    assert f"You have an order waiting for payment for these: #{order.number} . We hold its units for you until" in text
    assert "Pay Your Order" in text
    assert "Please correct" not in text
    assert "Please remove" not in text
    assert f'href="/orders/{order.checkout}/"' in page.content.decode()


def test_unpaid_order_says_until_when_it_is_held(client: Client) -> None:
    configure(DELETE_PENDING_AFTER, 90)
    placed = datetime(2026, 11, 28, 22, 45, tzinfo=UTC)
    order = place_order(lines={bag(): 1}, email="a@example.org", by=None, now=placed)
    text = page_text(client.get(f"/orders/{order.checkout}/"))
    assert "We hold its units for you until Nov 29, 2026, 00:15 UTC ; then they are for sale again." in text


def test_every_page_says_how_the_shop_is_reached_once_that_is_configured(client: Client) -> None:
    assert 'footer-title">Contact' not in client.get("/").content.decode()
    configure(CONTACT_EMAIL, "help@example.org")
    configure(CONTACT_PHONE, "+44 117 496 0000")
    page = client.get("/").content.decode()
    assert 'href="mailto:help@example.org"' in page
    assert "+44 117 496 0000" in page
