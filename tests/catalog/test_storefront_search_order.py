"""A search shows first what was found best: by SKU, by words of the name, and by department or description last."""

import re
from typing import Any

import pytest
from django.test import Client

from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.queries import listing
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db


def listed(client: Client, words: str, rest: str = "") -> list[str]:
    content = client.get(f"/search/?q={words}{rest}").content.decode()
    return re.findall(r'class="card-name">([^<]*)<', content)


def goods(name: str, sku: str, **fields: Any) -> Product:
    return product_with_stock(name=name, sku=sku, quantity=5, **fields)


@pytest.mark.parametrize("few", [0, 5_000])
def test_the_best_match_comes_first(client: Client, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(listing, "FEW_FOUND", few)
    goods("Leash", "L-1", description="Fits every tank.")
    Category.objects.create(path="Tanks", name="Tanks", slug="tanks").products.add(goods("Kettle", "K-1"))
    goods("Tankard", "T-1")
    goods("Brass tank", "B-1")
    goods("Odd", "TANK")
    goods("Gone tank", "G-1", is_enabled=False)
    assert listed(client, "tank") == ["Odd", "Brass tank", "Tankard", "Leash", "Kettle"]
    assert listed(client, "tank", "&sort=featured") == ["Leash", "Kettle", "Tankard", "Brass tank", "Odd"]
    assert listed(client, "tank", "&sort=name") == ["Brass tank", "Kettle", "Leash", "Odd", "Tankard"]


def test_the_beginning_of_a_sku_comes_before_its_words_in_the_middle(client: Client) -> None:
    goods("Middle", "24-MB01")
    goods("Begun", "MB01-24")
    goods("Called", "MB01")
    assert listed(client, "mb01") == ["Called", "Begun", "Middle"]


@pytest.mark.parametrize("few", [0, 5_000])
def test_the_sku_of_a_variant_finds_its_configurable_product_first(
    client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(listing, "FEW_FOUND", few)
    goods("Red coat", "C-1", description="J-0")
    jacket = ProductFactory.create(name="Jacket", product_type=ProductType.CONFIGURABLE)
    product_with_stock(quantity=1, sku="J-0", variant_of=jacket, visibility=Visibility.NOT_VISIBLE)
    assert listed(client, "j-0") == ["Jacket", "Red coat"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("bags", "Duffle bag"),
        ("boxes", "Tin box"),
        ("batteries", "Battery"),
        ("shelves", "Oak shelf"),
        ("knives", "Bread knife"),
        ("glasses", "Wine glass"),
    ],
)
def test_a_plural_finds_the_word_itself_beside_what_is_called_so(client: Client, typed: str, named: str) -> None:
    goods(named, "X-1")
    goods(f"Set of {typed}", "X-2")
    assert listed(client, typed) == [f"Set of {typed}", named]


@pytest.mark.parametrize("typed", ["glass", "bus", "s", "24s"])
def test_what_only_ends_like_a_plural_is_none(client: Client, typed: str) -> None:
    goods(typed[:-1] or "-", "X-1")
    assert listed(client, typed) == []


def test_a_department_called_by_its_singular_is_found_by_the_plural(client: Client) -> None:
    Category.objects.create(path="Bag", name="Bag", slug="bag").products.add(goods("Tote", "T-1"))
    assert listed(client, "bags") == ["Tote"]
