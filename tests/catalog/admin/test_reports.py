from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from catalog.admin import low_stock_screen
from catalog.models import Category, LowStock, Product, Reservation, Website
from catalog.rules.product_setting import NOTIFY_STOCK_QTY
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    WebsiteFactory,
    configure,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

LOW = "/admin/catalog/lowstock/"
LEDGER = "/admin/catalog/reservation/"


def rows_of(response: Any, *columns: str) -> list[list[str]]:
    cl = response.context["cl"]
    return [[getattr(cl.model_admin, column)(row) for column in columns] for row in cl.result_list]


def test_low_stock_lists_items_at_their_level_or_below_the_lowest_first(admin_client: Client) -> None:
    configure(NOTIFY_STOCK_QTY, 10)
    product_with_stock(sku="at", quantity=10)
    product_with_stock(sku="above", quantity=11)
    product_with_stock(sku="none", quantity=0)
    product_with_stock(sku="own", quantity=3, notify_stock_qty=2)
    rows = rows_of(admin_client.get(LOW), "sku", "quantity_text", "notify_text", "where_text")
    shelf, stock = "Default Source (default)", "Free in Default Stock"
    assert sorted(rows) == [
        ["at", "10", "10", shelf],
        ["at", "10", "10", stock],
        ["none", "0", "10", shelf],
        ["none", "0", "10", stock],
    ]
    assert [row[0] for row in rows] == ["none", "none", "at", "at"]


def test_low_stock_lists_a_full_shelf_that_is_promised_away(admin_client: Client) -> None:
    bag = product_with_stock(sku="bag", quantity=25, backorders=2, min_qty=-50, notify_stock_qty=10)
    place_order(lines={bag: 75}, email="s@example.org", by=None, now=timezone.now())
    shown = rows_of(admin_client.get(LOW), "quantity_text", "notify_text", "on_hand_text", "promised", "where_text")
    assert shown == [["-50", "10", "25", "75", "Free in Default Stock"]]


def test_low_stock_says_what_is_already_promised(admin_client: Client) -> None:
    product = product_with_stock(quantity=1)
    ReservationFactory.create(product=product, quantity=-1)
    assert rows_of(admin_client.get(LOW), "quantity_text", "promised") == [["0", "1"], ["1", "1"]]


def test_low_stock_of_one_source(admin_client: Client) -> None:
    product, berlin = product_with_stock(quantity=1), SourceFactory.create(code="berlin", name="Berlin")
    SourceItemFactory.create(product=product, source=berlin, quantity=0)
    assert rows_of(admin_client.get(LOW, {"source": "berlin"}), "where_text") == [["Berlin (berlin)"]]


def test_low_stock_of_one_stock_and_of_one_website(admin_client: Client) -> None:
    berlin = SourceFactory.create(code="berlin", name="Berlin")
    europe, shop = WebsiteFactory.create(code="eu"), Website.objects.get(is_default=True)
    stock = StockFactory.create(name="Europe", sources=[berlin], website=europe)
    product_with_stock(sku="us", quantity=0)
    product_with_stock(sku="eu", quantity=0, source=berlin, websites=[europe])
    product_with_stock(sku="unlisted", quantity=0, source=berlin, websites=[shop])
    of_stock = rows_of(admin_client.get(LOW, {"stock": str(stock.pk)}), "sku", "where_text")
    assert sorted(of_stock) == [
        ["eu", "Berlin (berlin)"],
        ["eu", "Free in Europe"],
        ["unlisted", "Berlin (berlin)"],
        ["unlisted", "Free in Europe"],
    ]
    of_website = rows_of(admin_client.get(LOW, {"website": "eu"}), "sku", "where_text")
    assert sorted(of_website) == [["eu", "Berlin (berlin)"], ["eu", "Free in Europe"]]
    unread = admin_client.get(LOW, {"stock": "x", "website": "nowhere"}).context["cl"]
    assert [problem.partition(":")[0] for problem in unread.problems] == ["Stock", "Website"]


def test_low_stock_is_exported_with_names_that_no_spreadsheet_calculates(admin_client: Client) -> None:
    product_with_stock(sku="A,1", name="=1+1", quantity=0)
    response: Any = admin_client.get(f"{LOW}grid/export/csv/")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines == [
        "Product,SKU,Quantity,Notify level,On hand,Already promised,Source,Source Code,Stock",
        """'=1+1,"A,1",0,1,0,0,Default Source,default,""",
        """'=1+1,"A,1",0,1,0,0,,,Default Stock""",
    ]


def test_low_stock_is_exported_as_it_is_filtered(admin_client: Client) -> None:
    product, berlin = product_with_stock(quantity=1), SourceFactory.create(code="berlin", name="Berlin")
    SourceItemFactory.create(product=product, source=berlin, quantity=0)
    response: Any = admin_client.get(f"{LOW}grid/export/csv/", {"source": "berlin"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert [line.split(",")[6] for line in lines] == ["Source", "Berlin"]


def test_low_stock_is_searched_by_the_beginnings_of_words(admin_client: Client) -> None:
    product_with_stock(sku="MB-01", name="Duffle Bag", quantity=0)
    product_with_stock(sku="MB-02", name="Tote", quantity=0)
    for typed, found in (("duff", {"MB-01"}), ("mb bag", {"MB-01"}), ("MB", {"MB-01", "MB-02"}), ("zeppelin", set())):
        assert {sku for (sku,) in rows_of(admin_client.get(LOW, {"q": typed}), "sku")} == found, typed


def test_low_stock_changes_nothing(admin_client: Client) -> None:
    product = product_with_stock(quantity=1)
    row = LowStock.objects.order_by("pk")[0]
    assert admin_client.get(f"{LOW}add/").status_code == 403
    assert admin_client.post(f"{LOW}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert (
        admin_client.get(f"{LOW}{row.pk}/change/").headers["Location"] == f"/admin/catalog/product/{product.pk}/change/"
    )


def test_the_ledger_shows_what_was_promised_and_given_back(admin_client: Client) -> None:
    product = product_with_stock(sku="B-1", name="Bag", quantity=25)
    ReservationFactory.create(product=product, quantity=-30, order_number="000001")
    ReservationFactory.create(product=product, quantity=10, order_number="000002")
    shown = rows_of(admin_client.get(LEDGER), "quantity_text", "free_text")
    assert shown == [["+10", "5"], ["-30", "-5"]]
    assert rows_of(admin_client.get(LEDGER, {"q": "000001"}), "quantity_text") == [["-30"]]


def test_the_ledger_keeps_rows_whose_product_is_gone(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    pk = product.pk
    ReservationFactory.create(product=product)
    product.delete()
    assert rows_of(admin_client.get(LEDGER), "product_text") == [[f"Product {pk} (deleted)"]]


def test_the_ledger_changes_nothing(admin_client: Client) -> None:
    row = ReservationFactory.create(product=product_with_stock(quantity=25))
    assert admin_client.get(f"{LEDGER}add/").status_code == 403
    assert admin_client.get(f"{LEDGER}{row.pk}/change/").status_code == 200
    assert admin_client.post(f"{LEDGER}{row.pk}/change/", {"quantity": "5"}).status_code == 403
    assert admin_client.post(f"{LEDGER}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Reservation.objects.get().quantity == -1


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("address", "lines", "queries"), [(LOW, 2, 9), (LEDGER, 1, 8)])
def test_queries_do_not_grow_with_the_rows(
    admin_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    address: str,
    lines: int,
    queries: int,
) -> None:
    for _ in range(rows):
        ReservationFactory.create(product=product_with_stock(quantity=1))
    admin_client.get(address)
    with django_assert_num_queries(queries):
        assert len(admin_client.get(address).context["cl"].result_list) == min(rows * lines, 50)


def test_a_category_is_added_below_another_and_moved_with_what_stands_below(admin_client: Client) -> None:
    address = "/admin/catalog/category/add/"
    gear = Category.objects.create(path="Gear", name="Gear", slug="gear")
    typed = filled_form(admin_client.get(address), name="Bags", parent=str(gear.pk), slug="")
    assert admin_client.post(address, typed).status_code == 302
    change = f"/admin/catalog/category/{gear.pk}/change/"
    assert admin_client.post(change, filled_form(admin_client.get(change), name="Gears")).status_code == 302
    assert list(Category.objects.order_by("pk").values_list("path", "slug")) == [
        ("Gears", "gear"),
        ("Gears/Bags", "gear-bags"),
    ]
    assert admin_client.post(change, filled_form(admin_client.get(change), slug="")).status_code == 302
    assert Category.objects.get(pk=gear.pk).slug == "gears"
    again = admin_client.post(address, {**typed, "parent": str(gear.pk)})
    assert "stands there already" in again.content.decode()
    assert Product.objects.count() == 0


@pytest.mark.parametrize("some", [1, 20_000])
def test_low_rows_of_a_search_are_all_counted_beside_other_filters(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, some: int
) -> None:
    monkeypatch.setattr("catalog.admin.low_stock_screen.SOME_PRODUCTS", some)
    for name in ("Blue Bag", "Red Bag", "Blue Cap"):
        product_with_stock(name=name, quantity=0)
    product_with_stock(name="Blue Bag", quantity=100)
    asked = ({"q": "bag"}, {"q": "blue bag", "quantity_to": "0"}, {"q": "bag", "quantity_from": "1"}, {"q": "hat"})
    counted = [admin_client.get(LOW, each).context["cl"].result_count for each in asked]
    assert counted == [4, 2, 0, 0]


@pytest.mark.parametrize("few", [2_000, 0])
def test_quantities_above_the_configured_level_are_those_of_own_levels(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(low_stock_screen, "FEW", few)
    configure(NOTIFY_STOCK_QTY, 4)
    for number in range(3):
        product_with_stock(sku=f"USUAL-{number}", quantity=3 + number)
    product_with_stock(sku="OWN", quantity=6, notify_stock_qty=7)
    item = SourceItemFactory.create(product=product_with_stock(sku="ITEM"), source=SourceFactory.create(), quantity=8)
    type(item).objects.filter(pk=item.pk).update(notify_quantity=9)

    def found(asked: str) -> tuple[set[str], int]:
        grid: Any = admin_client.get(f"{LOW}?{asked}").context["cl"]
        return {row.product.sku for row in grid.result_list}, grid.result_count

    assert found("quantity_from=4") == ({"USUAL-1", "OWN", "ITEM"}, 5)
    assert found("quantity_from=5") == ({"OWN", "ITEM"}, 3)
    assert found("quantity_from=7") == ({"ITEM"}, 1)
    assert found("quantity_from=7&q=own") == (set(), 0)
