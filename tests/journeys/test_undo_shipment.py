"""Two parcels in a real browser: one was a mistake and is undone, the other is scanned and leaves."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Shipment
from backorders.rules.tracking_number import Tracking
from catalog.models import SourceItem
from tests.factories.catalog import default_source, product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_parcel_is_undone_and_the_other_is_scanned(page: Page) -> None:
    bag = product_with_stock(quantity=4, sku="BAG", name="Joust Duffle Bag", price=0)
    order = place_order(lines={bag: 4}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    first, second = (
        ship_order(
            order=order,
            source=default_source(),
            units={order.lines.get(): Decimal(2)},
            key=number,
            by=None,
            tracking=[Tracking(carrier="DHL", number=number)],
            now=timezone.now(),
        )
        for number in ("JD01", "JD02")
    )
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "/admin/backorders/shipment/")
    page.get_by_role("link", name=f"#{second.number}").click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_label("Reason, for the history of the order").fill("Wrong box")
    page.get_by_role("button", name="Undo Shipment").click()
    expect(page.get_by_text(f"Shipment #{second.number} has been undone")).to_be_visible()
    expect(page.get_by_role("link", name="Undo")).to_have_count(0)

    page.goto("/admin/backorders/shipment/scan/")
    box = page.get_by_label("Number of a shipment, or tracking number")
    # As a scanner types.
    box.press_sequentially("JD01")
    box.press("Enter")
    expect(page.get_by_text(f"Handed over: #{first.number}.")).to_be_visible()
    expect(page).to_have_url(re.compile("scan/$"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    kept = Shipment.objects.order_by("pk")
    assert [(bool(each.undone_at), bool(each.handed_over_at)) for each in kept] == [(False, True), (True, False)]
    assert (order.lines.get().shipped, SourceItem.objects.get().quantity) == (2, 2)
