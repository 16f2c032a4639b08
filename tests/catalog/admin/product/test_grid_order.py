"""Products sorted by numbers that no column holds: of few by the number, of many by a walk, with the same rows on each page."""

from typing import Any

import pytest
from django.test import Client

from catalog.admin import walked_grid
from catalog.admin.grid import MOST_COUNTED
from catalog.models import Product
from catalog.models.product import ProductType
from tests.catalog.admin.product_pages import GRID
from tests.factories.catalog import ProductFactory, ReservationFactory, product_with_stock

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[2_000, 0], ids=["sorted", "walked"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Up to how many rows are sorted by the database."""
    monkeypatch.setattr(walked_grid, "FEW", request.param)
    monkeypatch.setattr(walked_grid, "STEP", 2)
    return int(request.param)


@pytest.fixture
def shop() -> None:
    """Thirty of each odd and even number of units, three of which are owed, one that is configurable."""
    for number in range(60):
        product_with_stock(sku=f"S{number % 2}-{number:02}", quantity=number // 3)
    for number in range(3):
        owed = product_with_stock(sku=f"OWED-{number}", quantity=0, backorders=2, min_qty=0)
        ReservationFactory.create(product=owed, quantity=-(5 - number // 2))
    ProductFactory.create(sku="MANY", product_type=ProductType.CONFIGURABLE)


def pages(client: Client, **asked: str) -> list[Product]:
    found: list[Product] = []
    for number in range(1, 6):
        page: Any = client.get(GRID, {**asked, "size": "20", "p": f"{number}"})
        if page.status_code != 200:
            break
        found += page.context["cl"].result_list
    return found


def test_what_is_not_counted_to_its_end_is_walked() -> None:
    assert walked_grid.FEW < MOST_COUNTED


@pytest.mark.usefixtures("few", "shop")
@pytest.mark.parametrize("descends", [False, True])
@pytest.mark.parametrize("searched", ["", "S1"])
def test_salable_quantity_in_both_ways(admin_client: Client, descends: bool, searched: str) -> None:
    asked = {"sort": "-salable_quantity" if descends else "salable_quantity", "q": searched}
    rows = pages(admin_client, **{name: value for name, value in asked.items() if value})
    of = Product.objects.filter(sku__startswith=searched)
    assert sorted(row.pk for row in rows) == sorted(of.values_list("pk", flat=True))
    numbered = [row for row in rows if row.stock_of_product.in_stocks]  # type: ignore[attr-defined]  # the grid's
    assert rows[: len(numbered)] == numbered
    keys = [(row.stock_of_product.in_stocks[0].salable, row.pk) for row in numbered]  # type: ignore[attr-defined]
    assert keys == sorted(keys, reverse=descends)


@pytest.mark.usefixtures("few", "shop")
@pytest.mark.parametrize(("sort", "first"), [("-owed", ["OWED-1", "OWED-0"]), ("owed", ["OWED-2", "OWED-0", "OWED-1"])])
def test_what_is_owed_comes_first_in_both_ways(admin_client: Client, sort: str, first: list[str]) -> None:
    rows = pages(admin_client, sort=sort)
    assert [row.sku for row in rows][: len(first)] == first
    assert len({row.pk for row in rows}) == len(rows) == 64


@pytest.mark.usefixtures("few", "shop")
@pytest.mark.parametrize("sort", ["quantity", "-quantity"])
def test_what_lies_nowhere_comes_last_in_both_ways(admin_client: Client, sort: str) -> None:
    *rows, last = pages(admin_client, sort=sort)
    assert last.sku == "MANY"
    keys = [(row.stock_of_product.at_default_source, row.pk) for row in rows]  # type: ignore[attr-defined]  # the grid's
    assert keys == sorted(keys, reverse=sort.startswith("-"))
