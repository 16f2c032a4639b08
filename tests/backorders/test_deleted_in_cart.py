"""B44: a product is deleted while it lies in a shopper's cart."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from backorders.models import CartLine, Order
from catalog.models import Product
from tests.backorders.checkout_data import BY_CARD
from tests.backorders.deleting import WAYS, by_action, by_shell
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
GONE = "Felt hat is no longer sold and was removed from your cart."


def in_cart(client: Client, name: str = "Felt hat") -> Product:
    product = product_with_stock(quantity=9, name=name)
    client.post("/cart/add/", {"product": product.pk, "quantity": "2"})
    client.get("/cart/")  # the message is read
    return product


def hidden(client: Client) -> dict[str, str]:
    return dict(
        re.findall(r'name="(checkout|seen|consent)"\s+value="([^"]*)"', client.get("/checkout/").content.decode())
    )


@pytest.mark.parametrize("delete", WAYS)
def test_b44_cart_names_the_deleted_product_once(client: Client, delete: Callable[[Product], None]) -> None:
    delete(in_cart(client))
    first, second = page_text(client.get("/cart/")), page_text(client.get("/cart/"))
    assert (first.count(GONE), second.count(GONE)) == (1, 0)
    assert "Your cart is empty" in first
    assert not CartLine.objects.exists()


def test_b44_what_else_is_in_the_cart_can_be_checked_out(client: Client) -> None:
    hat, rope = in_cart(client), in_cart(client, "Rope")
    by_action(hat)
    cart = page_text(client.get("/cart/"))
    assert (GONE in cart, "Rope" in cart, "Proceed to Checkout" in cart) == (True, True, True)
    client.post("/checkout/", hidden(client) | BY_CARD)
    assert list(Order.objects.get().lines.values_list("product", flat=True)) == [rope.pk]


def test_b44_checkout_is_shown_again_and_never_places_fewer_lines(client: Client) -> None:
    hat = in_cart(client)
    in_cart(client, "Rope")
    sent = hidden(client) | BY_CARD
    by_shell(hat)
    text = page_text(client.post("/checkout/", sent))
    assert GONE in text
    assert "Your cart has changed since this page was opened." in text
    assert not Order.objects.exists()
    client.post("/checkout/", hidden(client) | BY_CARD)
    assert Order.objects.get().lines.count() == 1


def test_b44_checkout_of_nothing_but_a_deleted_product_leads_to_the_cart(client: Client) -> None:
    hat = in_cart(client)
    sent = hidden(client) | BY_CARD
    by_action(hat)
    assert GONE in page_text(client.post("/checkout/", sent, follow=True))
    assert not Order.objects.exists()


def test_variant_whose_configurable_was_deleted_is_bought_as_a_product_of_its_own(client: Client) -> None:
    parent = product_with_stock(name="Hoodie")
    variant = product_with_stock(name="Hoodie S", quantity=5, variant_of=parent, options={"Size": "S"})
    client.post("/cart/add/", {"product": variant.pk, "quantity": "1"})
    by_shell(parent)
    assert "Hoodie S" in page_text(client.get("/cart/"))
    client.post("/checkout/", hidden(client) | BY_CARD)
    assert Order.objects.get().lines.get().product_id == variant.pk
