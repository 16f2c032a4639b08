"""Reports > Inventory Check."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.inventory_check import check_inventory
from backorders.models import CheckPlace, InventoryCheck
from catalog.models import Product
from tests.catalog.admin.product_pages import staff_with
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db
URL = "/admin/reports/inventory-check/"
REPAIR = f"{URL}repair/"


def drifted(sku: str) -> Product:
    """Return a product whose level nobody corrected."""
    product = product_with_stock(quantity=25, sku=sku)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE catalog_stocklevel SET on_hand = 7 WHERE product_id = %s", [product.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    return product


def test_nothing_is_checked_until_somebody_asks(admin_client: Client) -> None:
    drifted("BAG")
    answer = admin_client.get(URL)
    assert "Nothing has been checked yet." in answer.content.decode()
    assert (InventoryCheck.objects.count(), answer.context["differences"]) == (0, ())
    assert admin_client.post(URL, follow=True).redirect_chain == [(URL, 302)]
    check = InventoryCheck.objects.get()
    assert (check.place, check.by, check.found) == (CheckPlace.PAGE, "admin", 1)


def test_healthy_shop_is_said_to_agree(admin_client: Client) -> None:
    product_with_stock(quantity=25)
    text = admin_client.post(URL, follow=True).content.decode()
    assert "by admin: All numbers agree: shelves, promises, orders and payments." in text
    assert "Repair</button>" not in text


def test_page_tells_what_the_timer_found(admin_client: Client) -> None:
    drifted("BAG")
    check_inventory(place=CheckPlace.TIMER, now=timezone.now())
    answer = admin_client.get(URL)
    assert "by the timer: 1 difference found." in " ".join(answer.content.decode().split())
    assert [row.sku for row in answer.context["differences"]] == ["BAG"]


def test_difference_is_shown_and_repaired(admin_client: Client) -> None:
    product = drifted("BAG")
    (row,) = admin_client.post(URL, follow=True).context["differences"]
    assert (row.stock, row.sku, row.expected, row.found) == ("Default Stock", "BAG", "25", "7")
    answer = admin_client.post(REPAIR, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Repaired. Levels summed afresh: 1. Compensating rows in the ledger: 0."
    ]
    assert (answer.context["differences"], product.stock_level().on_hand) == ((), 25)
    assert [check.found for check in InventoryCheck.objects.all()] == [0, 1]


def test_skus_in_several_spellings_are_listed_with_their_products(admin_client: Client) -> None:
    first = ProductFactory.create(sku="ABCM", name="First")
    ProductFactory.create(sku="ABCm", name="Second", is_sku_twin=True)
    ProductFactory.create(sku="OTHER")
    answer = admin_client.get(URL)
    assert [[twin.sku for twin in twins] for twins in answer.context["twins"]] == [["ABCM", "ABCm"]]
    assert f"/admin/catalog/product/{first.pk}/change/" in answer.content.decode()
    assert "Give all but one of each line a SKU of their own." in answer.content.decode()
    assert answer.context["differences"] == ()


def test_who_may_see_the_ledger_checks_and_repairs_nothing() -> None:
    product = drifted("BAG")
    client = staff_with("view_reservation")
    answer = client.post(URL, follow=True)
    assert len(answer.context["differences"]) == 1
    assert b"Repair</button>" not in answer.content
    assert (client.post(REPAIR).status_code, product.stock_level().on_hand) == (403, 7)


def test_check_is_for_those_who_may_see_the_ledger() -> None:
    assert staff_with("view_product").get(URL).status_code == 403


def test_check_stands_in_the_menu(admin_client: Client) -> None:
    assert f'href="{URL}"' in admin_client.get("/admin/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_check_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        drifted(f"BAG-{number}")
    admin_client.post(URL)
    # Session, user, the last check, twins, and what is overpromised.
    with django_assert_num_queries(5):
        assert len(admin_client.get(URL).context["differences"]) == rows
