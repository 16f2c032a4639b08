"""Pages that a proxy may keep: the same for everybody without a cookie, asked for again each time, with forms that work."""

import uuid
from typing import Any

import pytest
from django.test import Client

from backorders.models import CartLine
from catalog.forms.hidden_fields import KEY
from catalog.models import Category, Product, SourceItem
from tests.factories.catalog import StoreViewFactory, default_website, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
BAG = "/products/bag/"
HERE = {"origin": "http://testserver"}


@pytest.fixture
def bag() -> Product:
    # A second store view: each page has a form, the switcher.
    StoreViewFactory.create(website=default_website(), code="french")
    bag = product_with_stock(quantity=5, name="Bag", slug="bag")
    Category.objects.create(path="Bags", name="Bags", slug="bags").products.add(bag)
    return bag


def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def add(client: Client, bag: Product, key: str = "", **headers: str) -> Any:
    return client.post("/cart/add/", {"product": bag.pk, "quantity": "1", KEY: key}, headers=headers)


@pytest.mark.usefixtures("bag")
def test_a_page_is_the_same_for_everybody_without_a_cookie() -> None:
    for address in ("/", "/?sort=price", "/category/bags/", "/search/?q=bag", BAG, f"{BAG}?quantity=2"):
        first, second = browser().get(address), browser().get(address)
        assert (first.content, first.headers["ETag"]) == (second.content, second.headers["ETag"]), address
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert {"Accept-Encoding", "Cookie"} <= set(first.headers["Vary"].split(", "))
        assert not first.cookies


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_a_kept_page_is_sent_again_when_it_no_longer_holds(bag: Product, compression: str) -> None:
    client = browser()
    kept = client.get(BAG, headers={"accept-encoding": compression}).headers["ETag"]
    asks = {"if-none-match": kept, "accept-encoding": compression}
    again = client.get(BAG, headers=asks)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", kept)
    assert again.headers["Cache-Control"] == "public, no-cache"
    SourceItem.objects.filter(product=bag).update(quantity=0)
    sold_out = client.get(BAG, headers={"if-none-match": kept})
    assert sold_out.status_code == 200
    assert "Out of Stock" in page_text(sold_out)


def test_the_page_of_who_has_a_cookie_is_his_own(client: Client, bag: Product) -> None:
    add(client, bag)
    own = client.get(BAG)
    assert own.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in own.headers
    assert own.content != browser().get(BAG).content
    assert f'name="{KEY}" value=""' not in own.content.decode()


@pytest.mark.usefixtures("bag")
def test_what_is_refused_or_moved_is_not_kept() -> None:
    for address in ("/products/nothing/", "/category/nothing/", "/?page=999"):
        assert "public" not in browser().get(address).headers.get("Cache-Control", "")


def test_a_form_without_a_token_is_taken_from_a_page_of_ours_alone(bag: Product) -> None:
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://testserver.evil"}):
        assert add(browser(), bag, **headers).status_code == 403
    assert not CartLine.objects.exists()
    assert add(browser(), bag, **HERE).headers["Location"] == BAG
    assert CartLine.objects.count() == 1


@pytest.mark.usefixtures("bag")
def test_a_wrong_token_is_refused_wherever_the_form_comes_from() -> None:
    answer = browser().post("/cart/add/", {"product": 1, "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert answer.status_code == 403


def test_a_form_that_stands_on_no_shared_page_needs_its_token() -> None:
    assert browser().post(f"/orders/{uuid.uuid4()}/cancel/", headers=HERE).status_code == 403
    assert browser().post("/cart/", headers=HERE).status_code == 403


@pytest.mark.usefixtures("bag")
def test_a_stranger_chooses_a_store_view_without_a_token() -> None:
    client = browser()
    assert client.post("/store-view/", {"store": "french", "next": BAG}, headers=HERE).headers["Location"] == BAG
    assert client.session["store_view"] == "french"


def test_a_form_that_a_script_gave_a_key_is_done_once_though_its_twin_brings_no_cookie_either(bag: Product) -> None:
    key, first, twin = uuid.uuid4().hex, browser(), browser()
    add(first, bag, key, **HERE)
    add(twin, bag, key, **HERE)
    assert [line.quantity for line in CartLine.objects.all()] == [1]
    assert "1 item" in page_text(twin.get("/cart/")) or b"cart-count" in twin.get("/cart/").content


def test_without_scripts_a_second_form_without_a_key_is_asked_about(bag: Product) -> None:
    client = browser()
    add(client, bag, **HERE)
    answer = add(client, bag, **HERE)
    assert (answer.status_code, [line.quantity for line in CartLine.objects.all()]) == (409, [1])
    assert f'name="{KEY}" value=""' not in answer.content.decode()
