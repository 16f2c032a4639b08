"""What a product page weighs for who opens the shop the first time: everything that it loads, compressed as it travels."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from catalog.models.product import ProductType, Visibility
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db

MOST = 50_000
LOADED = re.compile(r'<(link rel="(?:stylesheet|icon)"|script|img)\s[^>]*?(?:href|src)="([^"]+)"', re.DOTALL)


def jacket() -> str:
    parent = ProductFactory.create(
        name="Jacket", slug="jacket", description="Warm. " * 200, product_type=ProductType.CONFIGURABLE
    )
    for number in range(12):
        product_with_stock(
            quantity=number,
            variant_of=parent,
            visibility=Visibility.NOT_VISIBLE,
            options={"Size": "SML"[number % 3], "Color": ["Red", "Navy", "Moss", "Sand"][number // 3]},
        )
    return "/products/jacket/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def weight(answer: Any) -> int:
    """Return the bytes of an answer, with its headers."""
    assert answer.status_code == 200
    return len(gzip.compress(body(answer), 6)) + sum(len(f"{name}: {value}\r\n") for name, value in answer.items())


def test_a_product_page_weighs_less_than_fifty_kilobytes_with_all_that_it_loads(client: Client) -> None:
    page = client.get(jacket())
    loaded = LOADED.findall(page.content.decode())
    kinds = [kind for kind, _ in loaded]
    assert kinds.count('link rel="stylesheet"') == 1
    assert {"script", "img", 'link rel="icon"'} <= set(kinds)
    weights = {address: weight(client.get(address)) for _, address in loaded} | {"page": weight(page)}
    assert sum(weights.values()) < MOST, weights
