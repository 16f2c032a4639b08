"""The store view switcher at the foot of the shop, and two websites that sell from two stocks."""

import pytest
from django.test import Client

from backorders.models import Order
from catalog.models import Product, Website
from catalog.rules import configuration as declared
from tests.backorders.checkout_data import BY_CARD
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    configure,
    default_website,
    product_with_stock,
)
from tests.page_text import page_text

pytestmark = pytest.mark.django_db

CHOOSE = "/store-view/"
EUROPE = {"host": "eu.localhost"}


def europe(host: str = "") -> Website:
    """Return a website with one store view that sells from a stock of its own."""
    website = WebsiteFactory.create(code="europe", name="Europe", currency="EUR")
    StoreViewFactory.create(website=website, code="german", name="German", host=host)
    StockFactory.create(sources=[SourceFactory.create(code="berlin")], website=website)
    return website


def bag_in_both(main: int, second: int, website: Website) -> Product:
    product = product_with_stock(quantity=main, name="Bag", slug="bag", websites=[website, default_website()])
    product.source_items.create(source=website.sales_channel.stock.sources.get(), quantity=second)
    return product


def test_one_store_view_offers_no_choice(client: Client) -> None:
    assert b"Store view" not in client.get("/").content


def test_chosen_store_view_opens_from_then_on(client: Client) -> None:
    europe()
    assert b">Europe: German</button>" in client.get("/").content
    response = client.post(CHOOSE, {"store": "german", "next": "/search/"})
    assert (response.status_code, response["Location"]) == (302, "/")  # another website: that page may not be there
    assert b"<span>Europe</span>" in client.get("/").content
    client.post(CHOOSE, {"store": "default"})
    assert b"<span>Main Website</span>" in client.get("/").content


@pytest.mark.parametrize(
    ("page", "goes_to"),
    [
        ("/search/?q=bag", "/search/?q=bag"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("\x00", "/"),
    ],
)
def test_choice_leads_back_to_a_page_of_the_shop_and_nowhere_else(client: Client, page: str, goes_to: str) -> None:
    StoreViewFactory.create(website=default_website(), code="french")
    assert client.post(CHOOSE, {"store": "french", "next": page})["Location"] == goes_to


@pytest.mark.parametrize("code", ["", "nowhere", "\x00", "german' --", "1"])
def test_forged_store_view_is_not_found_and_nothing_is_remembered(client: Client, code: str) -> None:
    europe()
    assert client.post(CHOOSE, {"store": code}).status_code == 404
    assert "store_view" not in client.session


def test_choice_is_posted_with_a_token(client: Client) -> None:
    StoreViewFactory.create(website=default_website(), code="french")
    assert client.get(CHOOSE).headers["Location"] == "/"
    assert Client(enforce_csrf_checks=True).post(CHOOSE, {"store": "french"}).status_code == 403


def test_store_view_with_a_host_name_is_a_link_to_it(client: Client) -> None:
    europe(host="eu.localhost")
    page = client.get("/", headers={"host": "localhost:8000"}).content.decode()
    assert '<a href="http://eu.localhost:8000/">Europe: German</a>' in page


def test_store_view_that_was_deleted_is_forgotten(client: Client) -> None:
    website = europe()
    client.post(CHOOSE, {"store": "german"})
    website.delete()
    assert b"<span>Main Website</span>" in client.get("/").content


def test_each_website_shows_the_numbers_of_its_stock(client: Client) -> None:
    configure(declared.ONLY_X_LEFT_THRESHOLD, 9)
    bag_in_both(5, 2, europe(host="eu.localhost"))
    assert "Only 5 left" in page_text(client.get("/products/bag/"))
    assert "Only 2 left" in page_text(client.get("/products/bag/", headers=EUROPE))


def test_each_website_shows_its_products_only(client: Client) -> None:
    website = europe(host="eu.localhost")
    here = product_with_stock(quantity=1, name="Only here", slug="here")
    product_with_stock(
        quantity=1,
        name="Only there",
        slug="there",
        websites=[website],
        source=website.sales_channel.stock.sources.get(),
    )
    for headers, own, other in (({}, "here", "there"), (EUROPE, "there", "here")):
        text = page_text(client.get("/", headers=headers))
        assert (f"Only {own}" in text, f"Only {other}" in text) == (True, False)
        assert client.get(f"/products/{other}/", headers=headers).status_code == 404
        assert client.get(f"/products/{own}/", headers=headers).status_code == 200
    client.post("/cart/add/", {"product": here.pk, "quantity": "1"}, headers=EUROPE)
    assert "Your cart is empty" in page_text(client.get("/cart/", headers=EUROPE))


def test_each_website_has_its_cart_and_sells_from_its_stock(client: Client) -> None:
    website = europe()
    bag = bag_in_both(5, 2, website)
    client.post("/cart/add/", {"product": bag.pk, "quantity": "5"})
    client.post(CHOOSE, {"store": "german"})
    assert "Your cart is empty" in page_text(client.get("/cart/"))
    client.post("/cart/add/", {"product": bag.pk, "quantity": "3"})
    assert "Your cart is empty" in page_text(client.get("/cart/"))  # two lie in Berlin
    client.post("/cart/add/", {"product": bag.pk, "quantity": "2"})
    shown = client.get("/checkout/").context
    client.post("/checkout/", BY_CARD | {"checkout": shown["checkout"], "seen": shown["page"].seen})
    order = Order.objects.get()
    assert (order.website, order.stock, order.currency) == (website, website.sales_channel.stock, "EUR")
    assert [bag.salable_quantity(stock) for stock in (None, order.stock)] == [5, 0]
