"""Reports > Inventory Check."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import Product
from tests.catalog.admin.product_pages import staff_with
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db
URL = "/admin/reports/inventory-check/"


def drifted(sku: str) -> Product:
    """Return a product whose level nobody corrected."""
    product = product_with_stock(quantity=25, sku=sku)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE catalog_stocklevel SET on_hand = 7 WHERE product_id = %s", [product.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    return product


def test_healthy_shop_is_said_to_agree(admin_client: Client) -> None:
    product_with_stock(quantity=25)
    text = admin_client.get(URL).content.decode()
    assert "All numbers agree: shelves, promises, orders and payments." in text
    assert "Repair</button>" not in text


def test_difference_is_shown_and_repaired(admin_client: Client) -> None:
    product = drifted("BAG")
    (row,) = admin_client.get(URL).context["differences"]
    assert (row.stock, row.sku, row.expected, row.found) == ("Default Stock", "BAG", "25", "7")
    answer = admin_client.post(URL, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Repaired. Levels summed afresh: 1. Compensating rows in the ledger: 0."
    ]
    assert (answer.context["differences"], product.stock_level().on_hand) == ((), 25)


def test_skus_in_several_spellings_are_listed_with_their_products(admin_client: Client) -> None:
    first = ProductFactory.create(sku="ABCM", name="First")
    ProductFactory.create(sku="ABCm", name="Second", is_sku_twin=True)
    ProductFactory.create(sku="OTHER")
    answer = admin_client.get(URL)
    assert [[twin.sku for twin in twins] for twins in answer.context["twins"]] == [["ABCM", "ABCm"]]
    assert f"/admin/catalog/product/{first.pk}/change/" in answer.content.decode()
    assert "Give all but one of each line a SKU of their own." in answer.content.decode()
    assert answer.context["count"] == 0


def test_who_may_see_the_ledger_sees_the_check_and_repairs_nothing() -> None:
    product = drifted("BAG")
    client = staff_with("view_reservation")
    assert b"Repair</button>" not in client.get(URL).content
    assert (client.post(URL).status_code, product.stock_level().on_hand) == (403, 7)


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
    # Session, user, groups, levels, ledger, payments, refunds, kept days, twins, and what is overpromised; the check before, and
    # four to keep this one.
    with django_assert_num_queries(15):
        admin_client.get(URL)
