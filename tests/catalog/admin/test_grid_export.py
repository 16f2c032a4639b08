"""What a grid finds, as a file: all of it, as it is shown, for who may see it."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from catalog.admin import grid_export
from catalog.admin.grid_export import LETTERS_OF_CELL, workbook
from catalog.models import Product
from catalog.rules.csv_line import Cell
from tests.factories.catalog import SourceFactory, SourceItemFactory, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db
GRID = "/admin/catalog/product/"
NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def as_csv(client: Client, grid: str = GRID, **query: str) -> list[list[str]]:
    return list(csv.reader(content(client.get(f"{grid}grid/export/csv/", query)).decode().splitlines()))


def as_xlsx(file: Any, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Return (kind, text) of each cell: "t" is a text, "n" a number, "" none."""
    with ZipFile(file) as parts:
        found = ET.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314  ours
    return [
        [("t" if cell.get("t") == "inlineStr" else "n", "".join(cell.itertext())) for cell in row.iter(f"{NAMES}c")]
        for row in found.iter(f"{NAMES}row")
    ]


def staff(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_all_pages_of_what_is_filtered_with_the_shown_columns_in_the_shown_order(admin_client: Client) -> None:
    for number in range(23):
        product_with_stock(sku=f"s{number:02}", name="=1+1", price=Decimal(number) + Decimal("1000.5"), quantity=number)
    page: Any = admin_client.get(
        GRID, {"quantity_from": "1", "size": "20", "sort": "-sku", "columns": "thumbnail.name.sku.price_text.quantity"}
    ).context["cl"]
    _, url = page.exports[0]
    lines = list(csv.reader(content(admin_client.get(url)).decode().splitlines()))
    assert lines[0] == ["Name", "SKU", "Price", "Quantity"]
    assert lines[1] == ["'=1+1", "s22", "1022.5", "22"]
    assert [sku for _, sku, *_ in lines[1:]] == [f"s{number:02}" for number in range(22, 0, -1)]


def test_a_workbook_holds_numbers_as_numbers_and_a_formula_as_a_text(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    product = product_with_stock(sku="=1+1", name="007", price=Decimal("1234.5"), quantity=25)
    SourceItemFactory.create(product=product, source=berlin, quantity=3)
    Product.objects.update(created_at=datetime(2026, 11, 29, 9, 5, tzinfo=UTC))
    answer: Any = admin_client.get(
        f"{GRID}grid/export/xlsx/", {"columns": "name.sku.price_text.quantity_per_source.status.created"}
    )
    assert answer["Content-Disposition"] == 'attachment; filename="products.xlsx"'
    titles, row = as_xlsx(BytesIO(content(answer)))
    assert [text for _, text in titles] == ["Name", "SKU", "Price", "Quantity per Source", "Status", "Created"]
    assert row[:5] == [
        ("t", "007"),
        ("t", "=1+1"),
        ("n", "1234.50"),
        ("t", "Berlin: 3; Default Source: 25"),
        ("t", "Enabled"),
    ]
    assert row[5][0] == "n"


def test_a_workbook_goes_on_in_the_next_sheet_and_keeps_what_a_cell_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_export, "ROWS_OF_SHEET", 2)
    rows: list[list[Cell]] = [["x" * 40_000], [Decimal("-5.0000")], [date(2026, 11, 29)], [None]]
    file = workbook(["A"], rows)
    with file:
        first, second, third = (as_xlsx(file, number) for number in (1, 2, 3))
    assert first == [[("t", "A")], [("t", "x" * LETTERS_OF_CELL)], [("n", "-5.0000")]]
    assert second == [[("t", "A")], [("n", "46355")]]
    assert third == [[("t", "A")]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filter_that_cannot_be_read_makes_no_file_and_is_said(admin_client: Client, kind: str) -> None:
    answer = admin_client.get(f"{GRID}grid/export/{kind}/", {"price_from": "abc", "q": "bag"}, follow=True)
    assert answer.redirect_chain == [(f"{GRID}?price_from=abc&q=bag", 302)]
    assert "No file was made" in answer.content.decode()
    assert admin_client.get(f"{GRID}grid/export/pdf/").status_code == 404


@pytest.mark.parametrize("role", ["Merchandiser", "Fulfilment", "Customer service", "Viewer", "nobody"])
def test_who_may_see_a_grid_has_it_as_a_file(role: str) -> None:
    client = staff(role)
    for grid in ("catalog_product", "backorders_order", "auth_user"):
        page = client.get(reverse(f"admin:{grid}_changelist")).status_code
        for kind in ("csv", "xlsx"):
            answer = client.get(reverse(f"admin:{grid}_grid_export", args=[kind]))
            assert (answer.status_code, bool(answer.streaming and content(answer))) == (page, page == 200), grid


def test_every_grid_is_had_as_texts_without_marks_of_the_page(admin_client: Client) -> None:
    product = product_with_stock(quantity=0, backorders=1, name="<b>Bag</b>")
    place_order(
        lines={product: 3}, email="ada@example.org", by=None, now=datetime(2026, 11, 29, tzinfo=UTC), checkout=None
    )
    expected_supply(product, 40)
    grids = {
        screen.grid: reverse(f"admin:{screen.grid.replace('.', '_')}_grid_export", args=["csv"])
        for screen in admin.site._registry.values()  # noqa: SLF001  the only list there is
        if hasattr(screen, "grid")
    }
    files = {grid: content(admin_client.get(url)).decode() for grid, url in grids.items()}
    assert {grid for grid, text in files.items() if "<" in text.replace("<b>Bag</b>", "")} == set()
    assert len(files) > 15
    assert {len(text.splitlines()) for grid, text in files.items() if grid == "backorders.order"} == {2}


def test_an_order_tells_currency_and_amount_apart(admin_client: Client) -> None:
    product = product_with_stock(quantity=1, backorders=1, price=Decimal(1500))
    place_order(lines={product: 2}, email="ada@example.org", by=None, now=datetime(2026, 11, 29, 9, tzinfo=UTC))
    titles, row = as_csv(admin_client, "/admin/backorders/order/", columns="purchase_date.grand_total.owed")
    assert titles == ["Purchase Date", "Owed Now", "Currency", "Grand Total"]
    assert (datetime.fromisoformat(row[0]), row[1:]) == (
        datetime(2026, 11, 29, 9, tzinfo=UTC),
        ["1", "USD", "3000"],
    )


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("grid", "queries"), [(GRID, 12), ("/admin/catalog/reservation/", 6)])
def test_queries_do_not_grow_with_rows(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, grid: str, queries: int
) -> None:
    for _ in range(rows):
        product = product_with_stock(quantity=2)
        place_order(lines={product: 1}, email="ada@example.org", by=None, now=datetime(2026, 11, 29, tzinfo=UTC))
    as_csv(admin_client, grid)
    with django_assert_num_queries(queries):
        assert len(as_csv(admin_client, grid)) == rows + 1


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_taken_slowly_holds_no_transaction(admin_client: Client) -> None:
    product_with_stock(quantity=2)
    answer: Any = admin_client.get(f"{GRID}grid/export/csv/")
    pieces = iter(answer.streaming_content)
    next(pieces), next(pieces)
    assert connection.connection.info.transaction_status.name == "IDLE"
    assert list(pieces) == []
