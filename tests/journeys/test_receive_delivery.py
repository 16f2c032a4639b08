"""A delivery of several products: scanned, one row put right, looked at, booked, and found again under its number."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from catalog.models import SourceItem
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def may_complain() -> bool:
    """A look is answered with 400: nothing was done."""
    return True


def test_a_delivery_is_typed_looked_at_and_booked(page: Page) -> None:
    products = [product_with_stock(quantity=0, backorders=1, sku=f"BAG-{number}") for number in range(3)]
    place_order(lines={products[1]: 4}, email="ada@example.org", by=None, now=timezone.now())
    sign_in(page, "/admin/backorders/order/backorders/")
    page.get_by_role("link", name="Receive delivery").click()
    box = page.get_by_label("SKU and quantity")
    # A scanner types the SKU and Enter.
    box.press_sequentially("BAG-0\nBAG-0\nBAG-1 9\nBAG-9 1")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Row 4: there is no product with the SKU “BAG-9”.")
    box.fill("BAG-0\nBAG-0\nBAG-1 9\nBAG-2 1")
    page.get_by_label("Delivery number").fill("D-7")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("12 units of 3 products. 4 owed units of 1 order would be covered.")).to_be_visible()
    page.get_by_role("button", name="Book Delivery").click()
    expect(page.get_by_text("has been booked at")).to_be_visible()
    page.goto("/admin/backorders/delivery/?q=d-7")
    expect(page.get_by_role("row").filter(has_text="D-7")).to_contain_text("12")
    found = SourceItem.objects.order_by("product__sku").values_list("quantity", flat=True)
    assert list(found) == [2, 9, 1]
