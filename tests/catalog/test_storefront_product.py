"""The product page: what it says, what it offers, what it refuses."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.rules import configuration as declared
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
BAG = "/products/bag/"
NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


def bag(**fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "slug": "bag", "sku": "BAG", "quantity": 25}
    return product_with_stock(**about | fields)


def jacket(*variants: tuple[str, str, int]) -> Product:
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    for size, color, quantity in variants:
        product_with_stock(
            quantity=quantity,
            variant_of=parent,
            sku=f"J-{size}-{color}",
            slug=f"j-{size}-{color}".lower(),
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": size, "Color": color},
        )
    return parent


def box_of(client: Client, address: str) -> dict[str, str]:
    found = re.search(r'<input type="number"(.*?)>', client.get(address).content.decode(), re.DOTALL)
    assert found is not None
    return dict(re.findall(r'(value|min|max|step)="([^"]*)"', found[1]))


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({}, {"value": "1", "min": "1", "max": "25", "step": "1"}),
        ({"backorders": 2, "min_qty": -50}, {"value": "1", "min": "1", "max": "75", "step": "1"}),
        ({"backorders": 1}, {"value": "1", "min": "1", "max": "10000", "step": "1"}),
        ({"min_sale_qty": 3, "max_sale_qty": 9}, {"value": "3", "min": "3", "max": "9", "step": "1"}),
        (
            {"enable_qty_increments": True, "qty_increments": 6, "min_sale_qty": 7},
            {"value": "12", "min": "12", "max": "24", "step": "6"},
        ),
        ({"is_qty_decimal": True, "min_sale_qty": "0.5"}, {"value": "0.5", "min": "0.5", "max": "25", "step": "any"}),
        ({"is_qty_decimal": True, "min_sale_qty": 0}, {"value": "1", "min": "0.0001", "max": "25", "step": "any"}),
    ],
)
def test_quantity_box_offers_what_the_server_accepts(
    client: Client, fields: dict[str, Any], box: dict[str, str]
) -> None:
    bag(**fields)
    assert box_of(client, BAG) == box


@pytest.mark.parametrize(
    ("quantity", "answer"),
    [
        ("25", ""),
        ("26", f"Partly on backorder {NOTICE.format(1)} No date is known yet."),
        ("75", f"Partly on backorder {NOTICE.format(50)} No date is known yet."),
        ("76", "Not enough items for sale. The most you can buy is 75."),
        ("2.5", "You cannot use decimal quantity for this product."),
        ("10001", "The requested qty exceeds the maximum qty allowed in shopping cart. The most you can buy is 75."),
        ("-1", "Please enter a quantity greater than 0."),
        ("0", "Please enter a quantity greater than 0."),
        *(
            (junk, "Please enter a quantity as a number, for example 2.")
            for junk in ("abc", "1,5", "NaN", "Infinity", "1_0", "٣", "1e9999999", "1e99999999999999999999", "\0")
        ),
    ],
)
def test_product_page_answers_the_typed_quantity(client: Client, quantity: str, answer: str) -> None:
    bag(backorders=2, min_qty=-50)
    text = page_text(client.get(BAG, {"quantity": quantity}))
    assert text.split("Add to Cart")[1] == f" {answer} SKU BAG".replace("  ", " ")


def test_product_page_says_nothing_about_backorders_when_the_mode_does_not_notify(client: Client) -> None:
    bag(backorders=1, min_qty=-50)
    text = page_text(client.get(f"{BAG}?quantity=30"))
    assert "back order" not in text
    assert "Add to Cart Partly on backorder" in text
    assert "Partly" not in page_text(client.get(f"{BAG}?quantity=25"))


@pytest.mark.parametrize("mode", [1, 2])
def test_product_page_hides_the_word_where_availability_is_not_displayed(client: Client, mode: int) -> None:
    bag(backorders=mode, min_qty=-50)
    configure(declared.DISPLAY_STOCK_STATUS, "0")
    text = page_text(client.get(f"{BAG}?quantity=30"))
    assert "Partly on backorder" not in text
    assert ("remaining 5" in text) is (mode == 2)


def test_product_on_backorder_says_so_before_anything_is_typed(client: Client) -> None:
    bag(quantity=0, backorders=2)
    text = page_text(client.get(BAG))
    assert "Available on backorder" in text
    assert NOTICE.format(1) in text


@pytest.mark.parametrize(
    "fields", [{"quantity": 0}, {"in_stock": False, "backorders": 2}, {"quantity": 3, "min_sale_qty": 7}]
)
def test_product_that_cannot_be_bought_opens_without_a_box_or_a_button(client: Client, fields: dict[str, Any]) -> None:
    bag(**fields)
    text = page_text(client.get(BAG))
    assert "Out of Stock" in text
    assert "Add to Cart" not in text


def test_status_text_can_be_switched_off_alone(client: Client) -> None:
    configure(declared.DISPLAY_STOCK_STATUS, 0)
    configure(declared.ONLY_X_LEFT_THRESHOLD, 30)
    bag()
    text = page_text(client.get(BAG))
    assert "In stock" not in text
    assert "Only 25 left" in text


def test_only_x_left_as_in_the_guide(client: Client) -> None:
    configure(declared.ONLY_X_LEFT_THRESHOLD, 5)
    bag(quantity=-45, backorders=2, min_qty=-50)
    assert "Available on backorder Only 5 left" in page_text(client.get(BAG))


def test_product_page_opens_for_what_listings_hide(client: Client) -> None:
    bag(quantity=0, visibility=Visibility.NOT_VISIBLE)
    assert client.get(BAG).status_code == 200


def test_product_page_is_not_found_for_what_is_not_for_sale_here(client: Client) -> None:
    bag(is_enabled=False)
    bag(slug="elsewhere", sku="B2", websites=[WebsiteFactory.create()])
    answers = [client.get(address).status_code for address in (BAG, "/products/elsewhere/", "/products/unknown/")]
    assert answers == [404, 404, 404]


def test_configurable_asks_to_choose_before_it_is_bought(client: Client) -> None:
    jacket(("S", "Red", 1), ("M", "Blue", 1))
    text = page_text(client.get("/products/jacket/"))
    assert "Choose Size and Color to see what is available." in text
    assert "Add to Cart" not in text


def test_configurable_offers_the_chosen_variant(client: Client) -> None:
    configure(declared.ONLY_X_LEFT_THRESHOLD, 5)
    jacket(("S", "Red", 9), ("M", "Red", 2))
    address = "/products/jacket/?option-Size=M&option-Color=Red"
    text = page_text(client.get(address))
    assert "In stock Only 2 left" in text
    assert "SKU J-M-Red" in text
    assert box_of(client, address)["max"] == "2"


def test_configurable_chooses_an_only_value_itself(client: Client) -> None:
    jacket(("S", "Red", 9), ("M", "Red", 2))
    assert "SKU J-S-Red" in page_text(client.get("/products/jacket/?option-Size=S"))


def test_configurable_says_which_choice_is_gone_and_which_is_not_made(client: Client) -> None:
    coats = Category.objects.create(path="Coats", name="Coats", slug="coats")
    jacket(("S", "Red", 0), ("M", "Blue", 2)).categories.add(coats)
    gone = page_text(client.get("/products/jacket/?option-Size=S&option-Color=Red"))
    assert "Out of Stock" in gone
    assert "This one cannot be ordered at the moment. See what else there is in Coats" in gone
    assert "This combination is not made." in page_text(client.get("/products/jacket/?option-Size=S&option-Color=Blue"))


def test_configurable_ignores_choices_that_do_not_exist(client: Client) -> None:
    jacket(("S", "Red", 1), ("M", "Blue", 1))
    text = page_text(client.get("/products/jacket/?option-Size=Huge&option-Taste=Sour&quantity=abc"))
    assert "Choose Size and Color" in text


def test_configurable_leaves_out_disabled_variants(client: Client) -> None:
    jacket(("S", "Red", 1), ("M", "Red", 1))
    Product.objects.filter(sku="J-M-Red").update(is_enabled=False)
    assert "SKU J-S-Red" in page_text(client.get("/products/jacket/"))


def test_variant_is_shown_on_its_configurable_products_page(client: Client) -> None:
    jacket(("S", "Red", 1), ("M", "Blue", 1))
    response = client.get("/products/j-m-blue/?quantity=3")
    assert response.headers["Location"] == "/products/jacket/?option-Size=M&option-Color=Blue&quantity=3"


def test_description_is_shown_as_text(client: Client) -> None:
    Product.objects.filter(pk=bag().pk).update(
        description='<p>Wide &amp; open.</p><ul><li>42 litres</li></ul><script>alert("x")</script><img src=x onerror=y>'
    )
    response = client.get(BAG)
    assert "Wide & open. 42 litres" in page_text(response)
    assert "alert(" not in response.content.decode()
    assert "onerror" not in response.content.decode()


@pytest.mark.parametrize(
    ("quantity", "backorders", "status"), [(25, 0, "InStock"), (0, 2, "BackOrder"), (0, 0, "OutOfStock")]
)
def test_search_engines_read_the_same_availability(client: Client, quantity: int, backorders: int, status: str) -> None:
    Product.objects.filter(pk=bag(quantity=quantity, backorders=backorders).pk).update(
        name="Bag </script> & Co", short_description="Short &amp; <b>sweet</b>"
    )
    content = client.get(BAG).content.decode()
    data, _ = json.loads(content.split('application/ld+json">')[1].split("</script>")[0])["@graph"]
    assert data["offers"]["availability"] == f"https://schema.org/{status}"
    assert (data["name"], data["description"]) == ("Bag </script> & Co", "Short & sweet")


def test_product_page_asks_the_database_as_often_for_one_variant_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    parent = jacket(("S", "Red", 1))
    with django_assert_num_queries(6):
        client.get("/products/jacket/")
    for size in range(30):
        product_with_stock(quantity=1, variant_of=parent, options={"Size": str(size), "Color": "Red"})
    with django_assert_num_queries(6):
        client.get("/products/jacket/")


def test_product_page_opens_no_session_and_writes_nothing(client: Client) -> None:
    bag()
    client.get(f"{BAG}?quantity=3")
    assert "sessionid" not in client.cookies


def test_pictures_are_drawn_from_their_address_alone(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/pictures/duffle/pine.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert client.get("/pictures/duffle/invisible.svg").status_code == 404
    assert client.get("/pictures/frame/pine.svg").status_code == 404
