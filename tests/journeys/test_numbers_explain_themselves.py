"""A salable quantity explains itself in one click; a number that was spoilt from outside is found and repaired."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def sold_bag() -> tuple[Product, Order]:
    bag = product_with_stock(quantity=25, sku="24-MB01", name="Joust Duffle Bag", backorders=2, min_qty=-50)
    return bag, place_order(
        lines={bag: 30}, email="ada@example.org", customer_name="Ada Lovelace", by=None, now=timezone.now()
    )


@transaction.atomic
def spoil(sql: str) -> None:
    """Write what no trigger sees."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


def test_one_click_shows_how_a_salable_quantity_comes_about(page: Page) -> None:
    _, order = sold_bag()
    sign_in(page, "/admin/catalog/product/?q=24-MB01")
    page.locator(".field-salable_quantity").get_by_role("link").click()
    expect(page.get_by_text("Default Source").first).to_be_visible()
    expect(page.get_by_role("link", name=f"#{order.number}")).to_be_visible()
    sums = page.locator("body").inner_text()
    for number in ("25", "30", "-50", "45"):
        assert number in sums
    page.get_by_role("link", name=f"#{order.number}").click()
    page.locator("#result_list").get_by_role("link", name=f"#{order.number}").click()
    expect(page.get_by_text("5 owed")).to_be_visible()


def test_a_spoilt_number_is_named_and_repaired(page: Page) -> None:
    bag, order = sold_bag()
    spoil("UPDATE catalog_stocklevel SET on_hand = on_hand + 7")
    spoil("DELETE FROM catalog_reservation")
    sign_in(page, "/admin/reports/inventory-check/")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("link", name=f"#{order.number}")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="24-MB01")).to_have_count(3)
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_text("All numbers agree: shelves, promises, orders and payments.")).to_be_visible()
    assert bag.salable_quantity() == 45
