"""What search engines and the previews of shared links are told: one address for each page, and where all of them are."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from catalog.models import Category, Product, StoreView
from catalog.models.product import ProductType, Visibility
from catalog.storefront import listing
from catalog.storefront.page_head import LONGEST_DESCRIPTION, description_of
from catalog.storefront.sitemap import ProductAddresses
from tests.factories.catalog import ProductFactory, WebsiteFactory, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def head_of(client: Client, address: str) -> dict[str, str]:
    content = client.get(address).content.decode()
    found = dict(re.findall(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)">', content))
    found |= {"canonical": re.findall(r'<link rel="canonical" href="([^"]*)">', content)[0]}
    return found | {"title": re.findall(r"<title>(.*?)</title>", content)[0]}


def said_at(client: Client, address: str) -> list[dict[str, Any]]:
    content = client.get(address).content.decode()
    said: list[dict[str, Any]] = json.loads(content.split('application/ld+json">')[1].split("</script>")[0])["@graph"]
    return said


def shelf_of(count: int) -> Category:
    bags = Category.objects.create(path="Men/Bags", name="Bags", slug="bags")
    for number in range(count):
        product_with_stock(name=f"Bag {number}", slug=f"bag-{number}", quantity=9).categories.add(bags)
    return bags


def test_a_product_has_one_absolute_address_whatever_is_chosen(client: Client) -> None:
    product_with_stock(name="Bag", slug="bag", quantity=5, short_description="A " + "very long word " * 20)
    head = head_of(client, "/products/bag/?quantity=3")
    assert head["canonical"] == head["og:url"] == "http://testserver/products/bag/"
    assert (head["og:type"], head["og:title"]) == ("product", "Bag")
    assert head["og:image"].startswith("http://testserver/pictures/")
    assert len(head["description"]) <= LONGEST_DESCRIPTION
    assert head["description"].endswith("very…")
    assert head["title"].startswith("Bag - ")


def test_a_store_view_with_a_host_of_its_own_is_named_by_it(client: Client) -> None:
    product_with_stock(name="Bag", slug="bag", quantity=5)
    StoreView.objects.update(host="shop.example.org")
    for address in ("/", "/products/bag/"):
        assert head_of(client, address)["canonical"] == f"http://shop.example.org{address}"


def test_a_sorted_page_is_the_same_page_and_the_next_one_is_another(client: Client) -> None:
    shelf_of(25)
    for address, title in (("/", "Page 2 - "), ("/category/bags/", "Bags, page 2 - ")):
        first, second = head_of(client, f"{address}?sort=name"), head_of(client, f"{address}?sort=name&page=2")
        assert (first["canonical"], second["canonical"]) == (
            f"http://testserver{address}",
            f"http://testserver{address}?page=2",
        )
        assert second["title"].startswith(title)
        assert first["title"] != second["title"]
        assert first["description"]
    assert "<h1" in client.get("/?page=2").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "3", "999", "x", "", "1.5"])
def test_a_page_that_there_is_not_is_not_found(client: Client, page: str) -> None:
    shelf_of(25)
    for address in ("/", "/category/bags/", "/search/"):
        assert client.get(address, {"page": page}).status_code == 404
        assert client.get(address, {"page": "2"}).status_code == 200


def test_a_listing_ends_where_counting_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf_of(3)
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    monkeypatch.setattr(listing, "MOST_PAGES", 2)
    assert [client.get("/", {"page": page}).status_code for page in (1, 2, 3)] == [200, 200, 404]
    content = client.get("/").content.decode()
    assert "More than 2 products" in page_text(client.get("/"))
    assert ("?page=2" in content, "?page=3" in content) == (True, False)
    assert "There are more products than pages." in page_text(client.get("/?page=2"))
    assert "There are more products than pages." not in content


def test_pages_are_counted_a_little_further_than_the_one_that_is_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf_of(9)
    for name, number in (("PAGE_SIZE", 1), ("COUNTED", 3), ("AHEAD", 2)):
        monkeypatch.setattr(listing, name, number)
    first, fourth = (client.get(f"/category/bags/?page={page}").content.decode() for page in (1, 4))
    assert ("More than 3 products" in first, "?page=3" in first, "?page=4" in first) == (True, True, False)
    assert ("More than 6 products" in fourth, "?page=6" in fourth) == (True, True)
    assert "9 products" in client.get("/category/bags/?page=9").content.decode()


def test_a_page_that_is_not_found_has_a_title_to_read_and_a_way_on(client: Client) -> None:
    product_with_stock(name="Bag", quantity=5)
    content = client.get("/?page=9").content.decode()
    assert "<h1>There is no such page</h1>" in content
    assert 'href="/"' in content


def test_links_lead_to_the_first_page_by_its_one_address(client: Client) -> None:
    shelf_of(25)
    content = client.get("/category/bags/?sort=name&page=2").content.decode()
    assert 'rel="prev" href="?sort=name"' in content
    assert "page=1" not in content


def test_an_empty_department_is_a_page(client: Client) -> None:
    Category.objects.create(path="Empty", name="Empty", slug="empty")
    WebsiteFactory.create()
    product_with_stock(quantity=1)
    assert client.get("/category/empty/").status_code == 200


def test_a_search_is_not_kept(client: Client) -> None:
    product_with_stock(name="Bag", quantity=5)
    content = client.get("/search/?q=bag").content.decode()
    assert '<meta name="robots" content="noindex">' in content
    assert "canonical" not in content


def test_variants_are_said_as_a_group_each_with_its_own_offer(client: Client) -> None:
    parent = ProductFactory.create(name="Jacket", slug="jacket", sku="J", product_type=ProductType.CONFIGURABLE)
    for size, quantity, price in (("S", 3, 20), ("M", 0, 25)):
        options = {"Size": size, "Color": "Red", "Lining": "Wool"}
        product_with_stock(quantity=quantity, variant_of=parent, sku=f"J-{size}", price=price, options=options)
    group, trail = said_at(client, "/products/jacket/")
    assert (group["@type"], group["productGroupID"]) == ("ProductGroup", "J")
    assert group["variesBy"] == ["https://schema.org/size", "https://schema.org/color", "Lining"]
    small, medium = group["hasVariant"]
    assert (small["sku"], small["size"], small["color"]) == ("J-S", "S", "Red")
    assert small["additionalProperty"] == [{"@type": "PropertyValue", "name": "Lining", "value": "Wool"}]
    assert (small["offers"]["price"], medium["offers"]["price"]) == ("20.00", "25.00")
    assert small["offers"]["availability"] == "https://schema.org/InStock"
    assert medium["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert "option-Size=M" in medium["offers"]["url"]
    assert trail["itemListElement"][-1]["item"] == "http://testserver/products/jacket/"


def test_a_department_says_the_way_to_it(client: Client) -> None:
    Category.objects.create(path="Men", name="Men", slug="men")
    shelf_of(1)
    (trail,) = said_at(client, "/category/bags/")
    steps = [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]]
    assert steps == [
        (1, "Home", "http://testserver/"),
        (2, "Men", "http://testserver/category/men/"),
        (3, "Bags", "http://testserver/category/bags/"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        (" a\n b ", "a b"),
        ("x" * LONGEST_DESCRIPTION, "x" * LONGEST_DESCRIPTION),
        ("word " * 40, "word " * 31 + "word…"),
    ],
)
def test_a_description_is_one_line_cut_behind_a_word(text: str, told: str) -> None:
    assert description_of(text) == told
    assert len(told) <= LONGEST_DESCRIPTION


def test_robots_are_told_what_to_leave_alone_and_where_the_addresses_are(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert {"Disallow: /cart/", "Disallow: /checkout/", "Disallow: /orders/", "Disallow: /admin/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def addresses(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver(.*?)</loc>", response.content.decode())


def test_the_sitemap_lists_what_the_website_sells_and_shows(client: Client) -> None:
    shelf_of(1)
    product_with_stock(name="Sold out", slug="sold-out", quantity=0)
    product_with_stock(name="Hidden", slug="hidden", quantity=5, visibility=Visibility.NOT_VISIBLE)
    product_with_stock(name="Off", slug="off", quantity=5, is_enabled=False)
    elsewhere = product_with_stock(name="Elsewhere", slug="elsewhere", quantity=5)
    elsewhere.websites.set([WebsiteFactory.create()])
    parent = ProductFactory.create(name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE)
    product_with_stock(quantity=1, variant_of=parent, slug="jacket-s", options={"Size": "S"})
    assert addresses(client, "/sitemap.xml") == ["/sitemap-listings.xml", "/sitemap-products.xml"]
    assert addresses(client, "/sitemap-listings.xml") == ["/", "/category/bags/"]
    found = addresses(client, "/sitemap-products.xml")
    assert found == ["/products/bag-0/", "/products/sold-out/", "/products/jacket/"]
    for address in found:
        assert client.get(address).status_code == 200


def test_many_products_take_several_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProductAddresses, "limit", 2)
    shelf_of(3)
    assert addresses(client, "/sitemap.xml")[1:] == ["/sitemap-products.xml", "/sitemap-products.xml?p=2"]
    assert addresses(client, "/sitemap-products.xml?p=2") == ["/products/bag-2/"]
    for address in ("/sitemap-products.xml?p=3", "/sitemap-products.xml?p=x", "/sitemap-nothing.xml"):
        assert client.get(address).status_code == 404


def test_the_sitemap_asks_the_database_as_often_for_one_product_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    shelf_of(1)
    for _ in range(2):
        with django_assert_num_queries(4):
            client.get("/sitemap-products.xml")
        for number in range(29):
            product_with_stock(name=f"More {number}", quantity=1)


def test_a_shop_that_sells_nothing_has_a_sitemap(client: Client) -> None:
    assert Product.objects.count() == 0
    assert addresses(client, "/sitemap-listings.xml") == ["/"]
    assert addresses(client, "/sitemap-products.xml") == []
    assert "Nothing" in page_text(client.get("/"))
