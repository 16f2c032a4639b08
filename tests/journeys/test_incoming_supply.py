"""What is expected is typed, read from a file, seen late, moved to another day, received in part, and its rest given up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from catalog.models import IncomingSupply
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def may_complain() -> bool:
    """A refusal and a look are answered with 400: nothing was done."""
    return True


def test_supply_is_expected_received_in_part_and_closed(page: Page) -> None:
    bags = [product_with_stock(quantity=0, backorders=1, sku=f"BAG-{number}", name=f"Bag {number}") for number in "012"]
    place_order(lines={bags[1]: 12}, email="ada@example.org", by=None, now=timezone.now())
    late = localdate() - timedelta(days=3)
    sign_in(page, "/admin/")
    page.get_by_role("link", name="Incoming supply").click()
    page.get_by_role("link", name="Expect supply").click()
    page.get_by_label("Source").select_option(label="Default Source (default)")
    page.get_by_label("Expected on").fill(f"{localdate() + timedelta(days=4)}")
    page.get_by_label("SKU and quantity").fill("BAG-0 10\nBAG-9 1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Row 2: there is no product with the SKU “BAG-9”.")
    page.get_by_label("SKU and quantity").fill("BAG-0 10")
    page.get_by_label("Or read them from a CSV file").set_input_files(
        {
            "name": "supply.csv",
            "mimeType": "text/csv",
            "buffer": f"SKU,Source code,Quantity,Date,Reference\nBAG-1,default,40,{late},PO-7\nBAG-2,,5,,\n".encode(),
        }
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("3 supplies are expected now.")).to_be_visible()
    page.get_by_role("link", name="Late (1)").click()
    expect(page.get_by_role("row").filter(has_text="BAG-1")).to_contain_text("Late")
    expect(page.get_by_role("row").filter(has_text="BAG-2")).to_have_count(0)
    page.goto("/admin/backorders/order/backorders/")
    expect(page.get_by_role("row").filter(has_text="Bag 1")).to_contain_text("40 were expected on")

    page.get_by_role("link", name="Receive delivery").click()
    page.get_by_label("SKU and quantity").fill("BAG-1 25")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("25 come now, 15 remain expected.")).to_be_visible()
    page.get_by_role("button", name="Book Delivery").click()
    expect(page.get_by_text("25 came, 15 remain expected.")).to_be_visible()

    page.goto("/admin/catalog/incomingsupply/?q=bag-1")
    page.get_by_role("row").filter(has_text="BAG-1").get_by_role("link").first.click()
    page.get_by_label("Quantity").fill("20")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("25 have come already")).to_be_visible()
    page.get_by_label("Quantity").fill("40")
    page.get_by_label("Closed").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The supply has been saved.")).to_be_visible()
    rows = IncomingSupply.objects.order_by("product__sku").values_list("quantity", "received", "is_closed")
    assert list(rows) == [(10, 0, False), (40, 25, True), (5, 0, False)]
