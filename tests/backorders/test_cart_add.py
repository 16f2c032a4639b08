"""Add to Cart: the button, and what it says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from backorders.models import Cart, CartLine
from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.rules import configuration as declared
from tests.factories.backorders import more_lines
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def bag(**fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "slug": "bag", "quantity": 25}
    return product_with_stock(**about | fields)


def add(client: Client, product: Product, quantity: str | None = None) -> str:
    posted = {"product": product.pk} | ({} if quantity is None else {"quantity": quantity})
    return page_text(client.post("/cart/add/", posted, follow=True))


def quantities() -> list[str]:
    return [f"{quantity:f}" for quantity in CartLine.objects.values_list("quantity", flat=True)]


def test_adding_says_so_on_the_products_page(client: Client) -> None:
    response = client.post("/cart/add/", {"product": bag().pk, "quantity": "3"})
    assert response.headers["Location"] == "/products/bag/"
    assert page_text(client.get("/products/bag/")).startswith("You added Bag to your shopping cart. View cart")
    assert quantities() == ["3.0000"]


@pytest.mark.parametrize(
    ("own", "first"),
    [
        ({}, "1.0000"),
        ({"min_sale_qty": 4}, "4.0000"),
        ({"enable_qty_increments": True, "qty_increments": 6}, "6.0000"),
        ({"is_qty_decimal": True, "min_sale_qty": 0}, "1.0000"),
        ({"is_qty_decimal": True, "min_sale_qty": "0.5"}, "0.5000"),
    ],
)
def test_adding_without_a_quantity_takes_the_smallest(client: Client, own: dict[str, Any], first: str) -> None:
    add(client, bag(**own))
    assert quantities() == [first]


def test_adding_again_raises_the_line(client: Client) -> None:
    product = bag()
    add(client, product, "2")
    add(client, product, "3")
    assert quantities() == ["5.0000"]


def test_c09_cart_grows_to_the_limit_and_is_refused_beyond(client: Client) -> None:
    product = bag(quantity=1, backorders=2, min_qty=-5)
    for quantity in ("1", "1", "4"):
        add(client, product, quantity)
    said = "Not enough items for sale. The most you can buy is 6, and 6 are in your cart already."
    assert said in add(client, product, "2")
    assert quantities() == ["6.0000"]


def test_refusal_counts_what_lies_in_the_cart_by_the_not_available_message(client: Client) -> None:
    configure(declared.NOT_AVAILABLE_MESSAGE, 1)
    product = bag(quantity=6)
    add(client, product, "4")
    assert "Only 6 of 8 available" in add(client, product, "4")
    assert quantities() == ["4.0000"]


@pytest.mark.parametrize(
    ("own", "quantity", "said"),
    [
        ({"min_sale_qty": 3}, "2", "The fewest you may purchase is 3."),
        ({"max_sale_qty": 9}, "10", "The requested qty exceeds the maximum qty allowed in shopping cart"),
        (
            {"enable_qty_increments": True, "qty_increments": 6},
            "7",
            "You can buy this product only in quantities of 6 at a time.",
        ),
        ({}, "1.5", "You cannot use decimal quantity for this product."),
        ({"in_stock": False}, "1", "This product is out of stock."),
        ({"quantity": 0}, "1", "This product is out of stock."),
        ({"quantity": 3, "min_sale_qty": 7}, "3", "This product is out of stock."),
        ({"is_enabled": False}, "1", "This product is no longer for sale."),
        ({}, "99999999.9999", "You cannot use decimal quantity for this product."),
        ({}, "1e999", "Please enter a smaller quantity."),
        *(({}, junk, "Please enter a quantity") for junk in ("abc", "NaN", "-1", "0", "1,5", "1e9999999", " ", "")),
    ],
)
def test_refused_quantity_says_why_and_changes_nothing(
    client: Client, own: dict[str, Any], quantity: str, said: str
) -> None:
    product = bag(**own)
    client.post("/cart/add/", {"product": product.pk, "quantity": quantity})
    assert said in page_text(client.get("/cart/"))
    assert (quantities(), Cart.objects.count()) == ([], 0)


def test_product_that_no_source_holds_is_refused(client: Client) -> None:
    assert "This product is out of stock." in add(client, ProductFactory.create(), "1")


def test_product_of_another_website_is_refused(client: Client) -> None:
    client.post("/cart/add/", {"product": bag(websites=[WebsiteFactory.create()]).pk, "quantity": "1"})
    assert "This product is no longer for sale." in page_text(client.get("/cart/"))


@pytest.mark.parametrize("posted", ["", "abc", "0", "99999999999999999999999999", "-1", "²"])
def test_unknown_product_is_not_found(client: Client, posted: str) -> None:
    assert client.post("/cart/add/", {"product": posted}).status_code == 404


def test_address_of_adding_leads_who_opens_it_to_the_cart(client: Client) -> None:
    assert client.get("/cart/add/").headers["Location"] == "/cart/"


def test_variant_is_added_and_its_page_is_the_configurables(client: Client) -> None:
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    variant = product_with_stock(
        quantity=2, variant_of=parent, visibility=Visibility.NOT_VISIBLE, options={"Size": "M"}
    )
    response = client.post("/cart/add/", {"product": variant.pk, "quantity": "2"})
    assert response.headers["Location"] == "/products/jacket/?option-Size=M"
    assert CartLine.objects.get().product == variant


def test_configurable_itself_is_refused(client: Client) -> None:
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    add(client, parent, "1")
    assert quantities() == []


def test_adding_asks_the_database_as_often_with_thirty_lines_as_with_one(
    client: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    add(client, product_with_stock(quantity=5), "1")
    more_lines(Cart.objects.get(), 29)
    last = product_with_stock(quantity=5)
    with django_assert_max_num_queries(27):
        client.post("/cart/add/", {"product": last.pk, "quantity": "1"})
