"""The day of a merchant, from the first look at the start page to the last."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from backorders.models import Order, Shipment
from catalog.models import Product, SourceItem
from catalog.queries.history import product_changes
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)
PRODUCTS, ORDERS = 40, 32


@pytest.fixture
def may_complain() -> bool:
    """A look at a delivery is answered with 400: nothing was done."""
    return True


@pytest.fixture
def products() -> list[Product]:
    """Forty products of which nothing is there, and 32 orders that wait for two units; the last one asks for three products."""
    found = [
        product_with_stock(quantity=0, backorders=1, sku=f"BAG-{number:02}", name=f"Bag {number}", price=0)
        for number in range(PRODUCTS)
    ]
    for number in range(ORDERS):
        bought = found[number : number + 3] if number == ORDERS - 1 else [found[number]]
        place_order(
            lines=dict.fromkeys(bought, 2),
            email=f"b{number}@example.org",
            customer_name=f"Buyer {number}",
            payment_method="checkmo",
            by=None,
            now=timezone.now() - timedelta(hours=ORDERS - number),
        )
    return found


def number_on(page: Page, card: str) -> str:
    return page.locator(".dashboard-card").filter(has_text=card).locator("strong").inner_text()


def test_goods_come_thirty_orders_leave_and_a_count_is_put_right(page: Page, products: list[Product]) -> None:
    sign_in(page, "/admin/")
    assert [number_on(page, card) for card in ("Ready to ship", "Units owed")] == ["0", "68"]

    # Goods in: a line a product, looked at before it is booked.
    page.locator(".dashboard-card").filter(has_text="Units owed").click()
    page.get_by_role("link", name="Receive delivery").click()
    page.get_by_label("SKU and quantity").fill("\n".join(f"{product.sku} 3" for product in products))
    page.get_by_label("Delivery number").fill("D-40")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("120 units of 40 products. 68 owed units of 32 orders would be covered.")).to_be_visible()
    assert SourceItem.objects.filter(quantity__gt=0).count() == 0
    page.get_by_role("button", name="Book Delivery").click()
    expect(page.get_by_text("has been booked at")).to_be_visible()

    # The first thirty leave: picked, their slips printed, shipped.
    page.goto("/admin/")
    assert [number_on(page, card) for card in ("Ready to ship", "Units owed")] == ["32", "0"]
    page.locator(".dashboard-card").filter(has_text="Ready to ship").click()
    expect(page.get_by_text("32 orders ready to ship, the oldest first")).to_be_visible()
    page.get_by_label("0 of 30 chosen").check()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Pick list").click()
    expect(opened.value.get_by_role("row")).to_have_count(31)
    opened.value.close()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Packing slips").click()
    expect(opened.value.get_by_text("Packing slip")).to_have_count(30)
    opened.value.close()
    page.get_by_role("button", name="Ship chosen").click()
    expect(page.get_by_text("30 orders have been shipped in 30 parcels.")).to_be_visible()
    expect(page.get_by_text("2 orders ready to ship, the oldest first")).to_be_visible()
    assert Shipment.objects.count() == 30

    # One shelf held one unit less than was booked.
    page.get_by_role("link", name="Count stock").click()
    page.get_by_label("Counted of BAG-39").fill("2")
    page.get_by_label("Why").select_option("Damage")
    page.get_by_label("Note").fill("Wet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile(r"1 of \d+ products changed at Default Source\."))).to_be_visible()
    change = product_changes(products[-1])[0]
    assert (change.before, change.after, change.who, change.why) == ("3", "2", "merchant", "Damage: Wet")

    page.goto("/admin/")
    assert [number_on(page, card) for card in ("Ready to ship", "Units owed")] == ["2", "0"]
    left = Order.objects.order_by("-placed_at")[:2]
    assert {order.shipments.count() for order in left} == {0}
    assert unsound(limit=0) == []
