"""What the tests of the shipping pages share: orders, sources, and what a page says."""

import html
import re
import uuid
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product, Source, SourceItem
from tests.factories.catalog import SourceFactory, StockFactory, default_website, product_with_stock
from tests.page_text import Answer

BERLIN = {"latitude": Decimal("52.52"), "longitude": Decimal("13.405")}
LYON = {"latitude": Decimal("45.75"), "longitude": Decimal("4.85")}


def page_text(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def address(page: str, order: Order, *more: int) -> str:
    return reverse(f"admin:backorders_order_{page}", args=(order.pk, *more))


def order_of(*products: Product, quantity: int | str = 1) -> Order:
    lines = dict.fromkeys(products, Decimal(quantity))
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def bag(quantity: int = 25, *, sku: str = "BAG", **fields: Any) -> Product:
    return product_with_stock(quantity=quantity, sku=sku, backorders=1, **fields)


def two_sources(berlin: int = 8, lyon: int = 4, sku: str = "BAG") -> tuple[Source, Source, Product]:
    first, second = SourceFactory.create(name="Berlin", **BERLIN), SourceFactory.create(name="Lyon", **LYON)
    StockFactory.create(sources=[first, second], website=default_website())
    product = product_with_stock(quantity=berlin, source=first, sku=sku, backorders=1)
    SourceItem.objects.create(product=product, source=second, quantity=lyon)
    return first, second, product


def boxes(order: Order, *quantities: int | str) -> dict[str, str]:
    return {f"q{line.pk}": str(n) for line, n in zip(order.lines.order_by("pk"), quantities, strict=True)}


def submit(client: Client, order: Order, source: Source, *quantities: int | str, **more: str) -> tuple[int, str]:
    data = {"key": str(uuid.uuid4()), "source": source.pk, "unpaid_confirmed": "1", **boxes(order, *quantities), **more}
    answer = client.post(address("ship", order), data, follow=True)
    return answer.status_code, page_text(answer)


def values_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(q\d+)"[^>]*? value="([^"]*)"', page))
