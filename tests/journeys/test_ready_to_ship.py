"""Thirty orders ready to ship in a real browser: printed, shipped at once, and one whose unit was gone is named."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order, Shipment
from catalog.models import SourceItem
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/admin/backorders/order/ready-to-ship/"


@pytest.fixture
def orders() -> list[Order]:
    """Thirty-one paid orders of a bag; the fifth also asks for the last cap."""
    bag = product_with_stock(quantity=100, sku="BAG", name="Joust Duffle Bag", price=0)
    cap = product_with_stock(quantity=1, sku="CAP", name="Zip cap", price=10)
    found = []
    for number in range(31):
        lines = {bag: 2, cap: 1} if number == 4 else {bag: 2}
        order = place_order(
            lines=lines,
            email=f"b{number}@example.org",
            customer_name=f"Buyer {number}",
            payment_method="checkmo",
            by=None,
            now=timezone.now() - timedelta(hours=40 - number),
        )
        if number == 4:
            invoice_order(order=order, by=None, now=timezone.now())
        found.append(order)
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_thirty_orders_leave_but_the_one_whose_unit_is_gone(page: Page, orders: list[Order], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, f"{HERE}?q=buyer")
    expect(page.get_by_text("31 orders ready to ship, the oldest first")).to_be_visible()
    page.get_by_label("0 of 30 chosen").check()
    expect(page.get_by_text("30 of 30 chosen")).to_be_visible()
    page.get_by_label(f"Ship #{orders[0].number}").uncheck()
    expect(page.get_by_text("29 of 30 chosen")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Pick list").click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", name="Pick list: Default Source")).to_be_visible()
    expect(sheet.get_by_role("row").filter(has_text="Joust Duffle Bag")).to_contain_text("58")
    sheet.close()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Packing slips").click()
    expect(opened.value.get_by_text("Packing slip")).to_have_count(29)
    opened.value.close()

    SourceItem.objects.filter(product__sku="CAP").update(quantity=0)
    page.get_by_role("button", name="Ship chosen").click()
    expect(page.get_by_text("28 orders have been shipped in 28 parcels.")).to_be_visible()
    expect(page.get_by_text(f"#{orders[4].number}: CAP: 1 asked, 0 on the shelf at Default Source.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"ready-to-ship/\?q=buyer$"))
    expect(page.get_by_text("3 orders ready to ship, the oldest first")).to_be_visible()
    left = page.get_by_role("row").filter(has_text=orders[4].number)
    expect(left).to_contain_text("1 to come")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Shipment.objects.count() == 28
    assert {order.pk for order in orders} - set(Shipment.objects.values_list("order_id", flat=True)) == {
        orders[0].pk,
        orders[4].pk,
        orders[30].pk,
    }
