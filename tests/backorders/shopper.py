"""A shopper who counts what each of his requests asks of the database."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from tests.keyed_client import keyed_post
from tests.page_text import page_text

HIDDEN = re.compile(r'name="(checkout|seen|consent)"\s+value="([^"]*)"')


class Shopper:
    """Buys, and counts the statements of each page; BEGIN and COMMIT are none."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.statements: dict[str, int] = {}

    def asks(self, page: str, request: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as captured:
            answer = request()
        asked = [query["sql"] for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
        self.statements[page] = len(asked)
        return answer

    def looks(self, product: Product) -> None:
        self.asks("product page", lambda: self.client.get(f"/products/{product.slug}/"))

    def adds(self, product: Product) -> None:
        fields = {"product": product.pk, "quantity": 1}
        self.asks("add", lambda: keyed_post(self.client, "/cart/add/", fields))

    def buys(self, how: dict[str, str]) -> str:
        self.asks("cart", lambda: self.client.get("/cart/"))
        shown = self.asks("checkout", lambda: self.client.get("/checkout/")).content.decode()
        fields = dict(HIDDEN.findall(shown)) | how
        answer = self.asks("order is placed", lambda: keyed_post(self.client, "/checkout/", fields))
        return page_text(self.asks("order", lambda: self.client.get(answer.url)))
