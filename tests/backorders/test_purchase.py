"""A whole purchase: what it asks of the database, with one line and with thirty."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from tests.backorders.checkout_data import BY_CARD, BY_CHECK
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

# Statements count as they do in the shop: a transaction of a test would make a savepoint of each of the shop's.
pytestmark = pytest.mark.django_db(transaction=True)
HIDDEN = re.compile(r'name="(checkout|seen)"\s+value="([^"]*)"')


class Shopper:
    """Buys, and counts the statements of each page; BEGIN and COMMIT are none."""

    def __init__(self) -> None:
        self.client = Client()
        self.statements: dict[str, int] = {}

    def asks(self, page: str, request: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as captured:
            answer = request()
        asked = [query["sql"] for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
        self.statements[page] = len(asked)
        return answer

    def adds(self, product: Product) -> None:
        fields = {"product": product.pk, "quantity": 1}
        self.asks("add", lambda: self.client.post("/cart/add/", fields))

    def buys(self, how: dict[str, str]) -> str:
        self.asks("cart", lambda: self.client.get("/cart/"))
        shown = self.asks("checkout", lambda: self.client.get("/checkout/")).content.decode()
        fields = dict(HIDDEN.findall(shown)) | how
        answer = self.asks("order is placed", lambda: self.client.post("/checkout/", fields))
        return page_text(self.asks("order", lambda: self.client.get(answer.url)))


# A visitor's session begins with what he adds first.
FIRST, NEXT = 10, 11
PAGES = {"cart": 9, "checkout": 9, "order is placed": 47, "order": 14}


@pytest.mark.parametrize("lines", [1, 30])
def test_a_purchase_asks_the_same_of_the_database_whatever_its_lines(lines: int) -> None:
    shopper = Shopper()
    for product in [product_with_stock(quantity=9) for _ in range(lines)]:
        shopper.adds(product)
    assert "Your order number is" in shopper.buys(BY_CARD)
    assert shopper.statements == PAGES | {"add": FIRST if lines == 1 else NEXT}


def test_a_purchase_by_check() -> None:
    shopper = Shopper()
    shopper.adds(product_with_stock(quantity=9))
    assert "Your order number is" in shopper.buys(BY_CHECK)
    assert shopper.statements["order is placed"] == 33
