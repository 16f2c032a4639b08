"""The cart: its lines judged as they stand, changed and removed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from backorders.models import Cart, CartLine
from catalog.models import Product, SourceItem
from catalog.models.product import ProductType, Visibility
from tests.factories.backorders import more_lines
from tests.factories.catalog import ProductFactory, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


def put(client: Client, bought: str = "1", **fields: Any) -> CartLine:
    about: dict[str, Any] = {"name": "Bag", "quantity": 25, "price": Decimal("34.00")}
    product = product_with_stock(**about | fields)
    client.post("/cart/add/", {"product": product.pk, "quantity": bought})
    client.get("/cart/")  # the message is read
    return CartLine.objects.get(product=product)


def quantity_of(line: CartLine) -> Decimal:
    return CartLine.objects.get(pk=line.pk).quantity


def test_cart_without_a_session_is_empty(client: Client) -> None:
    assert "Your cart is empty" in page_text(client.get("/cart/"))
    assert "sessionid" not in client.cookies


def test_cart_shows_lines_and_total(client: Client) -> None:
    put(client, "2.5", sku="C", name="Canvas", price=Decimal("22.00"), is_qty_decimal=True)
    put(client, "3", sku="B")
    text = page_text(client.get("/cart/"))
    assert "Canvas SKU C $22.00 each In stock $55.00" in text
    assert "Bag SKU B $34.00 each In stock $102.00" in text
    assert "Total $157.00 Proceed to Checkout" in text


def test_cart_says_what_will_be_back_ordered_exactly_once(client: Client) -> None:
    put(client, "30", backorders=2, min_qty=-50)
    text = page_text(client.get("/cart/"))
    assert text.count(NOTICE.format(5)) == text.count("back order") == 1


def test_cart_is_silent_when_the_mode_does_not_notify(client: Client) -> None:
    put(client, "30", backorders=1)
    assert "back order" not in page_text(client.get("/cart/"))


def test_c05_negative_shelf_never_suppresses_the_notice(client: Client) -> None:
    put(client, "1", quantity=-1, backorders=2, min_qty=-20)
    assert NOTICE.format(1) in page_text(client.get("/cart/"))


def test_cart_names_the_chosen_options(client: Client) -> None:
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    put(client, variant_of=parent, visibility=Visibility.NOT_VISIBLE, options={"Size": "M"}, sku="J-M")
    assert "Jacket Size: M SKU J-M" in page_text(client.get("/cart/"))


def test_line_that_became_unsalable_says_why_and_blocks_the_checkout(client: Client) -> None:
    line = put(client, "5")
    SourceItem.objects.filter(product=line.product).update(quantity=2)
    text = page_text(client.get("/cart/"))
    assert "Not enough items for sale. The most you can buy is 2." in text
    assert "Please correct the quantity for some products" in text
    assert "Proceed to Checkout" not in text
    assert client.get("/checkout/").headers["Location"] == "/cart/"


@pytest.mark.parametrize("left", ["disabled", "parent disabled", "off the website"])
def test_line_whose_product_is_no_longer_for_sale_says_so(client: Client, left: str) -> None:
    parent = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    line = put(client, variant_of=parent, options={"Size": "M"})
    match left:
        case "disabled":
            Product.objects.filter(cartline=line).update(is_enabled=False)
        case "parent disabled":
            Product.objects.filter(pk=parent.pk).update(is_enabled=False)
        case _:
            Product.objects.get(cartline=line).websites.clear()
    assert "This product is no longer for sale." in page_text(client.get("/cart/"))


def test_session_with_a_broken_token_has_an_empty_cart(client: Client) -> None:
    put(client)
    session = client.session
    session.update(dict.fromkeys(session.keys(), "no token"))
    session.save()
    assert "Your cart is empty" in page_text(client.get("/cart/"))


def test_cart_asks_the_database_as_often_for_one_line_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    put(client)
    with django_assert_num_queries(6):
        client.get("/cart/")
    more_lines(Cart.objects.get(), 29)
    with django_assert_num_queries(6):
        client.get("/cart/")
