"""Pages travel compressed to browsers that can read that, and are the same pages."""

import gzip

import pytest
from django.test import Client

from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_who_can_read_it(client: Client) -> None:
    product_with_stock(name="Bag", slug="bag", quantity=5)
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert (plain.has_header("Content-Encoding"), packed.headers["Content-Encoding"]) == (False, "gzip")
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) * 2 < len(plain.content)
    assert "Bag" in gzip.decompress(packed.content).decode()
    assert "Bag" in page_text(plain)


def test_no_two_answers_with_a_secret_are_compressed_to_one_length(client: Client) -> None:
    """What a page's length tells of what is in it (BREACH) is blurred: a file name of chance goes with each."""
    product_with_stock(name="Bag", slug="bag", quantity=5)
    lengths = {len(client.get("/products/bag/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(20)}
    assert len(lengths) > 1
