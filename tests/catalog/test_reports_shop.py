"""What the shop shows of a product and of its cart, as the bug reports of other shops tell it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import CartLine
from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.rules import configuration as declared
from tests.backorders.cart_form import box, cart_form
from tests.factories.catalog import ProductFactory, configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
BELOW_ZERO = re.compile(r"[-\N{MINUS SIGN}]\d")


def bag(**fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "slug": "bag", "sku": "BAG", "quantity": 5}
    return product_with_stock(**about | fields)


def jacket(**variants: int) -> Product:
    """Return a jacket of which so many lie there of each size and color ("Large_Red")."""
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for name, quantity in variants.items():
        size, color = name.split("_")
        product_with_stock(
            quantity=quantity,
            variant_of=parent,
            sku=name,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size, "Color": color},
        )
    return parent


def add(client: Client, product: Product, quantity: str, **chosen: str) -> str:
    sent = {"product": product.pk, "quantity": quantity} | {f"option-{name}": value for name, value in chosen.items()}
    return page_text(client.post("/cart/add/", sent, follow=True))


def in_cart() -> list[tuple[str, float]]:
    return [(line.product.sku, float(line.quantity)) for line in CartLine.objects.order_by("pk") if line.product]


def test_b79_a_cart_of_more_than_a_recount_left_is_told_so_without_a_number_below_zero(client: Client) -> None:
    product = bag()
    place_order(lines={product: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    add(client, product, "2")
    product.source_items.update(quantity=1)
    opened = page_text(client.get("/cart/"))
    said = [opened, add(client, product, "1"), page_text(client.get("/products/bag/"))]
    assert [BELOW_ZERO.findall(text) for text in said] == [[], [], []]
    assert "Out of Stock" in said[2]
    assert (opened.count("This product is out of stock."), in_cart()) == (1, [("BAG", 2)])


def test_b81_nothing_is_left_of_what_is_kept_back_and_the_rest_is_counted_at_once(client: Client) -> None:
    configure(declared.ONLY_X_LEFT_THRESHOLD, 5)
    bag(min_qty=10)
    hat = bag(quantity=10, slug="hat", sku="HAT")
    assert "left" not in page_text(client.get("/products/hat/"))
    place_order(lines={hat: 5}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    kept_back, counted = (page_text(client.get(f"/products/{slug}/")) for slug in ("bag", "hat"))
    assert ("Out of Stock" in kept_back, "left" in kept_back) == (True, False)
    assert "In stock Only 5 left" in counted


def test_b82_a_pair_that_is_sold_out_is_marked_and_the_other_pairs_can_be_bought(client: Client) -> None:
    parent = jacket(Large_Red=0, Large_Blue=2, Small_Red=3)
    sizes, colors = client.get("/products/jacket/?option-Size=Large").context["page"].options
    assert [(value.label, value.can_be_bought) for value in sizes.values] == [("Large", True), ("Small", True)]
    assert [(value.label, value.can_be_bought) for value in colors.values] == [("Red", False), ("Blue", True)]
    gone = page_text(client.get("/products/jacket/?option-Size=Large&option-Color=Red"))
    assert ("Out of Stock" in gone, "Add to Cart" in gone) == (True, False)
    for size, color in (("Large", "Red"), ("Large", "Blue"), ("Small", "Red")):
        add(client, parent, "1", Size=size, Color=color)
    assert in_cart() == [("Large_Blue", 1), ("Small_Red", 1)]


def test_b84_the_price_of_variants_that_are_all_sold_out_is_shown(client: Client) -> None:
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    jacket(Large_Red=0, Small_Red=0)
    Product.objects.filter(sku="Small_Red").update(price="8.50")
    assert "Jacket From $8.50 2 variants Out of Stock" in page_text(client.get("/"))
    assert "Jacket From $8.50 Out of Stock" in page_text(client.get("/products/jacket/"))


def test_b86_a_product_sold_in_fractions_begins_at_its_minimum_and_keeps_what_is_typed(client: Client) -> None:
    product = bag(is_qty_decimal=True, min_sale_qty="0.6")
    page = client.get("/products/bag/")
    assert re.search(r'<input type="number"[^>]* value="0\.6" min="0\.6"', page.content.decode())
    add(client, product, "0.6")
    for _ in range(2):
        client.post("/cart/", cart_form(client) | {box(CartLine.objects.get()): "1.5"}, follow=True)
        assert in_cart() == [("BAG", 1.5)]
