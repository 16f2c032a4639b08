"""Enable Inventory Check On Cart Load."""

import pytest
from django.test import Client

from backorders.models import CartLine
from catalog.models import Product
from catalog.rules import configuration as declared
from tests.backorders.cart_form import box, cart_form
from tests.factories.catalog import configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db

NOT_ENOUGH = "Not enough items for sale"


@pytest.fixture(autouse=True)
def bag(client: Client) -> Product:
    """Return a product of which 5 lie in the cart, while 2 are left."""
    product = product_with_stock(quantity=5, name="Bag", slug="bag", backorders=2, min_qty=-1)
    client.post("/cart/add/", {"product": product.pk, "quantity": "6"})
    product.source_items.update(quantity=2)
    return product


def test_cart_is_checked_when_it_is_opened(client: Client) -> None:
    text = page_text(client.get("/cart/"))
    assert (NOT_ENOUGH in text, "Proceed to Checkout" in text) == (True, False)


def test_cart_is_not_checked_when_that_is_off(client: Client) -> None:
    configure(declared.ENABLE_INVENTORY_CHECK, 0)
    text = page_text(client.get("/cart/"))
    assert (NOT_ENOUGH in text, "Proceed to Checkout" in text, "back order" in text) == (False, True, False)


def test_checkout_is_always_checked_and_names_the_line(client: Client) -> None:
    configure(declared.ENABLE_INVENTORY_CHECK, 0)
    assert client.get("/checkout/")["Location"] == "/cart/"
    text = page_text(client.get("/cart/"))
    assert "Your order was not placed" in text
    assert text.count(NOT_ENOUGH) == 1


def test_adding_and_changing_are_always_checked(client: Client, bag: Product) -> None:
    configure(declared.ENABLE_INVENTORY_CHECK, 0)
    form = cart_form(client)
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    client.post("/cart/", form | {box(CartLine.objects.get()): "7"})
    assert client.get("/cart/").context["page"].lines[0].quantity == "6"
