"""The product feed: what it says of each product is what the product's page says to search engines."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.timezone import localdate

from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.rules import configuration as declared
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from catalog.storefront import product_feed
from tests.catalog.test_storefront_head import said_at
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db
ADDRESS = "/product-feed.xml?key=engine"
OF_GOOGLE = "{http://base.google.com/ns/1.0}"
IN_SCHEMA = {"in_stock": "InStock", "backorder": "BackOrder", "out_of_stock": "OutOfStock"}


@pytest.fixture(autouse=True)
def _opened() -> None:
    configure(declared.FEED_KEY, "engine")


def items(client: Client) -> dict[str, dict[str, str]]:
    """Return {SKU: {attribute: text}} of the feed."""
    answer: Any = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    read = ET.fromstring(b"".join(answer.streaming_content))  # noqa: S314  our own
    found = [
        {each.tag.removeprefix(OF_GOOGLE): each.text or "" for each in item} for item in read.findall("channel/item")
    ]
    assert len({item["id"] for item in found}) == len(found)
    return {item["id"]: item for item in found}


def backordered(sku: str, **fields: Any) -> Product:
    return product_with_stock(quantity=0, backorders=1, min_qty=-5, sku=sku, slug=sku.lower(), **fields)


@pytest.mark.parametrize("lead_time", ["0", "9"])
def test_the_feed_says_of_stock_price_and_day_what_the_page_says(client: Client, lead_time: str) -> None:
    configure(BACKORDER_LEAD_TIME, lead_time)
    product_with_stock(quantity=5, sku="THERE", slug="there", price=12)
    product_with_stock(quantity=0, sku="GONE", slug="gone", price=3)
    backordered("LATER", price=7)
    told = items(client)
    assert set(told) == {"THERE", "GONE", "LATER"}
    for item in told.values():
        offer = said_at(client, item["link"].removeprefix("http://testserver"))[0]["offers"]
        assert item["price"] == f"{offer['price']} {offer['priceCurrency']}"
        assert item.get("availability_date") == offer.get("availabilityStarts")
        if lead_time != "0" or item["id"] != "LATER":
            assert offer["availability"].endswith("/" + IN_SCHEMA[item["availability"]])
    assert told["LATER"]["availability"] == ("out_of_stock" if lead_time == "0" else "backorder")


def test_a_backorder_of_no_known_date_comes_within_the_days_of_the_setting(client: Client) -> None:
    configure(declared.FEED_UNDATED_DAYS, "20")
    backordered("LATER")
    (item,) = items(client).values()
    day = (localdate() + timedelta(days=20)).isoformat()
    assert (item["availability"], item["availability_date"]) == ("backorder", day)


def test_variants_are_items_of_one_group_and_their_links_choose_them(client: Client) -> None:
    parent = ProductFactory.create(
        sku="J", name="Jacket", slug="jacket", product_type=ProductType.CONFIGURABLE, description="Warm & dry."
    )
    for size, quantity in (("S", 3), ("M", 0)):
        options = {"Size": size, "Color": "Red", "Lining": "Wool"}
        product_with_stock(
            quantity=quantity, variant_of=parent, sku=f"J-{size}", name=f"Jacket {size}", options=options
        )
    told = items(client)
    assert {sku: (item["item_group_id"], item["size"], item["color"]) for sku, item in told.items()} == {
        "J-S": ("J", "S", "Red"),
        "J-M": ("J", "M", "Red"),
    }
    assert [told[sku]["availability"] for sku in ("J-S", "J-M")] == ["in_stock", "out_of_stock"]
    assert told["J-S"]["description"] == "Warm & dry."
    page = client.get(told["J-M"]["link"]).content.decode()
    assert re.search(r'value="M"[^>]*\bchecked', page)


def test_only_what_has_a_page_on_the_website_is_told(client: Client) -> None:
    product_with_stock(quantity=5, sku="SHOWN")
    product_with_stock(quantity=5, sku="HIDDEN", visibility=Visibility.NOT_VISIBLE)
    product_with_stock(quantity=5, sku="OFF", is_enabled=False)
    product_with_stock(quantity=5, sku="ELSEWHERE").websites.set([WebsiteFactory.create()])
    assert set(items(client)) == {"SHOWN"}


def test_what_suppliers_write_breaks_no_feed(client: Client) -> None:
    product_with_stock(quantity=5, sku='<&">', name="Bell \x07 & <b>whistle</b>", description="<p>One</p>\x0b]]> two")
    (item,) = items(client).values()
    assert (item["id"], item["title"]) == ('<&">', "Bell  & <b>whistle</b>")
    assert "two" in item["description"]


def test_many_products_are_read_in_steps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_feed, "STEP", 2)
    for number in range(5):
        product_with_stock(quantity=number, sku=f"BAG-{number}")
    assert set(items(client)) == {f"BAG-{number}" for number in range(5)}


def test_an_empty_shop_has_an_empty_feed(client: Client) -> None:
    assert items(client) == {}


@pytest.mark.parametrize("query", ["", "?key=", "?key=other", "?key=engine%00"])
def test_without_its_key_there_is_no_feed(client: Client, query: str) -> None:
    assert client.get(f"/product-feed.xml{query}").status_code == 404


def test_without_a_key_in_the_settings_there_is_no_feed(client: Client) -> None:
    configure(declared.FEED_KEY, "")
    assert client.get("/product-feed.xml?key=").status_code == 404


def test_who_asks_for_the_head_alone_has_nothing_read_for_him(client: Client) -> None:
    answer = client.head(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")


@pytest.mark.parametrize("products", [1, 30])
def test_the_feed_asks_as_often_for_one_product_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]], products: int
) -> None:
    for number in range(products):
        parent = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
        product_with_stock(quantity=number, variant_of=parent, options={"Size": "S"})
    with django_assert_num_queries(5):
        items(client)
