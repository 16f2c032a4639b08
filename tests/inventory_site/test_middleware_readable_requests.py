"""What comes before our forms: no address breaks at a request that cannot be read, and none does anything."""

import itertools
from collections.abc import Iterator

import pytest
from django.test import Client

from backorders.models import Cart, Order
from catalog.models import Customer
from tests.factories.catalog import product_with_stock
from tests.fuzz.addresses import addresses
from tests.fuzz.shop import Served
from tests.inventory_site.test_every_form_once import addresses as patterns
from tests.inventory_site.test_every_form_once import sample

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
CHARSETS = ("latin-1", "utf-16", "rot13", "zlib", "klingon")


def paths() -> Iterator[str]:
    return (sample(address, pattern) for address, pattern in patterns())


@pytest.fixture
def visitor(admin_client: Client) -> Client:
    admin_client.raise_request_exception = False
    admin_client.handler = Served(enforce_csrf_checks=False)
    return admin_client


def test_what_cannot_be_read_is_a_bad_request_at_every_address(visitor: Client) -> None:
    charsets = itertools.cycle(CHARSETS)
    sent = {path: f"{FORM}; charset={next(charsets)}" for path in paths()}
    answers = {path: visitor.generic("POST", path, b"a=b", content_type=kind) for path, kind in sent.items()}
    assert len(answers) > 100
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 400} == {}


def test_the_refusal_is_a_page_of_its_house_with_the_headers_of_every_page(client: Client) -> None:
    client.handler = Served(enforce_csrf_checks=True)
    shop = client.post("/cart/add/", "a=b", content_type=f"{FORM}; charset=latin-1")
    admin = client.post("/admin/login/", "a=b", content_type=f"{FORM}; charset=latin-1")
    assert "object-src 'none'" in shop.headers["Content-Security-Policy"]
    assert "We could not read that" in shop.content.decode()
    assert "Nothing was saved" in admin.content.decode()
    assert shop.headers["X-Content-Type-Options"] == admin.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", [f"{FORM}; charset=UTF-8", f"{FORM}; charset=utf8", f'{FORM}; charset="utf-8"', FORM])
def test_a_form_in_utf_8_is_read_however_that_is_written(client: Client, kind: str) -> None:
    product = product_with_stock(quantity=5, sku="BAG")
    client.post(
        "/cart/add/", f"product={product.pk}&quantity=2&key=00000000-0000-4000-8000-000000000001", content_type=kind
    )
    assert Cart.objects.get().lines.get().quantity == 2


DAMAGED = {
    "no boundary": ("multipart/form-data", b"--X\r\n"),
    "a boundary that is none": ("multipart/form-data; boundary=\u00e9", b"--X\r\n"),
    "a NUL in a name": (FORM, b"a%00=1"),
    "too many fields": (FORM, b"&".join(b"a=1" for _ in range(10_002))),
    "too many parts": (
        "multipart/form-data; boundary=X",
        b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 10_002 + b"--X--\r\n",
    ),
    "too many files": (
        "multipart/form-data; boundary=X",
        b'--X\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n1\r\n' * 200 + b"--X--\r\n",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("path", ["/cart/add/", "/checkout/", "/admin/catalog/product/add/"])
def test_a_damaged_form_is_a_bad_request(visitor: Client, path: str, damage: str) -> None:
    kind, body = DAMAGED[damage]
    assert visitor.post(path, body, content_type=kind).status_code in {400, 413}
    assert not Order.objects.exists()


def test_no_address_knows_trace(visitor: Client) -> None:
    for path, method in zip(paths(), itertools.cycle(["TRACE", "PROPFIND", "X" * 300]), strict=False):
        answer = visitor.generic(method, path, HTTP_X_NOTE="what the visitor sent")
        assert answer.status_code < 500, path
        assert b"what the visitor sent" not in (b"" if answer.streaming else answer.content), path


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
@pytest.mark.parametrize("value", ["\x00", "a\x01", "x" * 5000, "'; --", "%00"])
def test_a_damaged_cookie_is_that_of_a_visitor_without_one(client: Client, name: str, value: str) -> None:
    client.cookies[name] = value
    assert client.get("/cart/").status_code == 200
    assert client.get("/admin/login/").status_code == 200


@pytest.mark.parametrize("query", ["%00=1", "q=%00", "%FF=%FE", "a=%ED%A0%80", "=&&&", "&" * 3000])
def test_a_damaged_query_breaks_no_page_of_the_shop(client: Client, query: str) -> None:
    client.raise_request_exception = False
    assert client.get("/search/", QUERY_STRING=query).status_code in {200, 400}


def test_a_nul_that_only_the_database_would_refuse_is_a_bad_request(visitor: Client) -> None:
    answer = visitor.get("/admin/auth/user/", QUERY_STRING="username__exact=%00")
    assert answer.status_code in {302, 400}


def test_a_formset_takes_no_more_rows_than_a_page_shows(visitor: Client, admin_user: object) -> None:
    path = f"/admin/auth/user/{getattr(admin_user, 'pk', 0)}/change/"
    fields = {"username": "admin", "customer-TOTAL_FORMS": "100000000", "customer-INITIAL_FORMS": "0"}
    assert visitor.post(path, fields).status_code == 400
    assert not Customer.objects.exists()


def test_every_address_of_the_resolver_is_asked() -> None:
    assert len(addresses()) == len(list(patterns()))
