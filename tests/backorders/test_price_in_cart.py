"""A price that changed since the product was put into the cart is said there and at the checkout, until an order is placed."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.cart import close_cart
from backorders.actions.place_order import place_order
from backorders.models import Cart, CartLine
from catalog.models import Product
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
SAID = "The price changed from $14.00 to $99.00 since you added it."


@pytest.fixture
def product(client: Client) -> Product:
    """Return a product of which one lies in the cart, beside another."""
    product = product_with_stock(quantity=9, price=Decimal("14.00"))
    for each in (product, product_with_stock(quantity=9, price=Decimal("5.00"))):
        client.post("/cart/add/", {"product": each.pk, "quantity": "1"})
    return product


def reprice(product: Product, price: str) -> None:
    Product.objects.filter(pk=product.pk).update(price=Decimal(price))


def test_a_price_that_changed_is_said_in_cart_and_checkout(client: Client, product: Product) -> None:
    assert "price changed" not in page_text(client.get("/cart/"))
    reprice(product, "99")
    for address in ("/cart/", "/checkout/", "/cart/"):
        assert page_text(client.get(address)).count("price changed") == page_text(client.get(address)).count(SAID) == 1
    reprice(product, "14")
    assert "price changed" not in page_text(client.get("/cart/"))


def test_adding_more_at_the_new_price_is_having_seen_it(client: Client, product: Product) -> None:
    reprice(product, "99")
    client.post("/cart/add/", {"product": product.pk, "quantity": "1"})
    assert "price changed" not in page_text(client.get("/cart/"))


def test_an_order_that_was_canceled_gives_back_a_cart_that_knows_the_new_price(product: Product) -> None:
    reprice(product, "99")
    cart = Cart.objects.get()
    order = place_order(
        lines={product: 1},
        email="ada@example.org",
        website=cart.website,
        checkout=cart.token,
        by=None,
        now=timezone.now(),
    )
    cancel_order(order=order, by=None, now=timezone.now())
    assert close_cart(order=order) == Cart.objects.get().token
    assert set(CartLine.objects.values_list("price_seen", flat=True)) == {5, 99}


def test_a_difference_that_the_currency_cannot_express_is_none(client: Client, product: Product) -> None:
    reprice(product, "14.0010")
    assert "price changed" not in page_text(client.get("/cart/"))
