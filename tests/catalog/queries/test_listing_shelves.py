"""What the shop's shelves show, and what they leave out."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.text import slugify

from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.queries import listing
from catalog.rules import configuration as declared
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, default_website, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def listed(client: Client, address: str = "/") -> list[str]:
    return re.findall(r'class="card-name">([^<]*)<', client.get(address).content.decode())


def department(path: str, *products: Product) -> Category:
    category = Category.objects.create(path=path, name=path.rsplit("/", 1)[-1], slug=slugify(path))
    category.products.set(products)
    return category


def configurable(name: str, *quantities: int) -> Product:
    parent = ProductFactory.create(name=name, product_type=ProductType.CONFIGURABLE)
    for size, quantity in enumerate(quantities):
        product_with_stock(
            quantity=quantity, variant_of=parent, visibility=Visibility.NOT_VISIBLE, options={"Size": str(size)}
        )
    return parent


def test_listing_leaves_out_what_cannot_be_bought(client: Client) -> None:
    product_with_stock(quantity=1, name="Few")
    product_with_stock(quantity=0, name="None")
    product_with_stock(quantity=0, backorders=1, name="Backorders")
    product_with_stock(quantity=9, in_stock=False, backorders=2, name="Stopped")
    ProductFactory.create(name="Nowhere")
    assert listed(client) == ["Few", "Backorders"]


def test_listing_shows_out_of_stock_products_when_configured(client: Client) -> None:
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    product_with_stock(quantity=0, name="None")
    assert listed(client) == ["None"]


def test_listing_leaves_out_what_is_disabled_hidden_or_on_another_website(client: Client) -> None:
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    product_with_stock(is_enabled=False)
    product_with_stock(visibility=Visibility.NOT_VISIBLE)
    product_with_stock(visibility=Visibility.SEARCH)
    product_with_stock(websites=[WebsiteFactory.create()])
    assert listed(client) == []
    assert "Nothing on the shelves yet" in page_text(client.get("/"))


def test_listing_shows_a_configurable_while_one_variant_can_be_bought(client: Client) -> None:
    configurable("Some left", 0, 3)
    configurable("All gone", 0, 0)
    configurable("Never made")
    assert listed(client) == ["Some left"]


@pytest.mark.parametrize(
    ("quantity", "own", "said"),
    [
        (25, {}, "In stock"),
        (0, {"backorders": 1}, "Available on backorder"),
        (0, {}, "Out of Stock"),
        (5, {}, "In stock Only 5 left"),
        (0, {"backorders": 2, "min_qty": -4}, "Available on backorder Only 4 left to order"),
    ],
)
def test_listing_says_how_available_a_product_is(client: Client, quantity: int, own: dict[str, Any], said: str) -> None:
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    configure(declared.ONLY_X_LEFT_THRESHOLD, 5)
    product_with_stock(quantity=quantity, name="Bag", **own)
    assert page_text(client.get("/")).endswith(f"Bag $10.00 {said}")


def test_listing_hides_the_status_text_and_nothing_else(client: Client) -> None:
    configure(declared.DISPLAY_STOCK_STATUS, 0)
    configure(declared.ONLY_X_LEFT_THRESHOLD, 5)
    product_with_stock(quantity=5, name="Bag")
    assert page_text(client.get("/")).endswith("Bag $10.00 Only 5 left")


def test_listing_names_the_lowest_price_of_the_variants(client: Client) -> None:
    parent = configurable("Jacket", 1, 1)
    Product.objects.filter(variant_of=parent, options={"Size": "1"}).update(price=Decimal("12.50"))
    assert "Jacket From $10.00 2 variants In stock" in page_text(client.get("/"))


def test_category_shows_its_own_products_and_those_below(client: Client) -> None:
    top, low, other = (product_with_stock(quantity=1, name=name) for name in ("Top", "Low", "Other"))
    department("Bags", top)
    department("Bags/Totes", low, top)
    department("Bagsy", other)
    assert listed(client, "/category/bags/") == ["Top", "Low"]
    assert listed(client, "/category/bagstotes/") == ["Top", "Low"]


def test_category_that_is_unknown_is_not_found(client: Client) -> None:
    assert client.get("/category/nowhere/").status_code == 404


def test_empty_category_says_so(client: Client) -> None:
    department("Bags")
    assert "This shop sells nothing of this department." in page_text(client.get("/category/bags/"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("duffle", ["Joust Duffle Bag"]),
        ("BAG joust", ["Joust Duffle Bag"]),
        ("24-mb", ["Joust Duffle Bag"]),
        ("duffle jacket", []),
        ("%", []),
        ("J-0-RED", ["Jacket"]),
        ("\0", ["Joust Duffle Bag", "Jacket"]),
        ("x" * 5000, []),
    ],
)
def test_search_finds_every_word_in_name_or_sku(client: Client, words: str, found: list[str]) -> None:
    product_with_stock(quantity=1, name="Joust Duffle Bag", sku="24-MB01")
    parent = configurable("Jacket")
    product_with_stock(quantity=1, variant_of=parent, visibility=Visibility.NOT_VISIBLE, sku="J-0-Red")
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert listed(client, f"/search/?{response.request['QUERY_STRING']}") == found


def test_search_without_a_result_says_so(client: Client) -> None:
    assert "Nothing found" in page_text(client.get("/search/?q=zeppelin"))


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["B", "C", "A"]),
        ("name", ["A", "B", "C"]),
        ("price", ["C", "A", "B"]),
        ("price-down", ["B", "A", "C"]),
        ("newest", ["A", "C", "B"]),
        ("nonsense", ["B", "C", "A"]),
    ],
)
def test_listing_sorts(client: Client, sort: str, names: list[str]) -> None:
    for name, price in (("B", 3), ("C", 1), ("A", 2)):
        product_with_stock(quantity=1, name=name, price=Decimal(price))
    assert listed(client, f"/?sort={sort}") == names


@pytest.mark.parametrize("few", [0, 5_000])
@pytest.mark.parametrize("words", ["bag", "bag red", "red b", "men bag", "zeppelin", "'"])
def test_search_tells_the_same_whether_it_found_few_or_many(
    client: Client, monkeypatch: pytest.MonkeyPatch, words: str, few: int
) -> None:
    monkeypatch.setattr(listing, "FEW_FOUND", few)
    names = [f"{colour} bag {n}" for n in range(13) for colour in ("Red", "Blue")]
    bags = [product_with_stock(quantity=1 + n % 3, name=name) for n, name in enumerate(names)]
    product_with_stock(quantity=0, name="Red bag, sold out")
    department("Men", *bags[:20])
    wanted = {"bag": names, "bag red": names[::2], "red b": names[::2], "men bag": names[:20]}.get(words, [])
    address = f"/search/?q={words}&sort="
    assert listed(client, f"{address}featured") == wanted[:24]
    assert listed(client, f"{address}newest") == wanted[::-1][:24]
    assert listed(client, f"{address}featured&page=2") == wanted[24:]
    told = page_text(client.get(f"{address}name"))
    assert (f"{len(wanted)} products" in told) is bool(wanted)


def test_listing_has_pages_of_24(client: Client) -> None:
    for _ in range(26):
        product_with_stock(quantity=1)
    wanted = {"1": 24, "2": 2, "99": 0, "-1": 0, "abc": 0, "1e9": 0}
    assert {page: len(listed(client, f"/?page={page}&sort=name")) for page in wanted} == wanted


def test_listing_asks_the_database_as_often_for_one_product_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    asked = {
        "/category/bags/": 7,
        "/category/bags/?sort=name": 8,
        "/": 7,
        "/?sort=price": 7,
        "/?ships=now": 9,
        "/search/?q=bag&sort=newest": 10,
        "/search/?q=bag": 10,
    }
    department("Bags", product_with_stock(quantity=1, name="Bag"), configurable("Jacket of a bag", 1))
    for number in range(3):
        product_with_stock(quantity=1, name=f"Bag of {number}", visibility=Visibility.SEARCH)
    for address, queries in asked.items():
        with django_assert_num_queries(queries):
            client.get(address)
    more = [product_with_stock(quantity=1, name=f"Bag {n}") for n in range(10)]
    more += [configurable(f"Bag jacket {n}", 1, 0, 2) for n in range(10)]
    # A variant may be listed itself, and leads to its configurable product.
    more += [product_with_stock(quantity=1, name=f"Bag {n}", variant_of=more[-n]) for n in range(1, 10)]
    Category.objects.get().products.add(*more)
    for address, queries in asked.items():
        with django_assert_num_queries(queries):
            assert len(listed(client, address)) == 24


def test_shop_is_named_after_its_website(client: Client) -> None:
    default_website().__class__.objects.update(name="Quayside Goods")
    assert b"<span>Quayside Goods</span>" in client.get("/").content.replace(b"\n", b"")
