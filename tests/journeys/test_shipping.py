"""Parcels in a real browser: a backorder that leaves in two, and an order that two sources share."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order, TrackingNumber
from catalog.models import SourceItem
from tests.factories.catalog import SourceFactory, StockFactory, default_website, product_with_stock
from tests.journeys.checkout_page import fits_everywhere
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def view_of(order: Order) -> str:
    return f"/admin/backorders/order/{order.pk}/change/"


def test_a_backorder_leaves_in_two_parcels(page: Page) -> None:
    bag = product_with_stock(quantity=25, backorders=2, min_qty=-50, name="Joust Duffle Bag", sku="24-MB01")
    order = place_order(
        lines={bag: 30}, email="ada@example.org", customer_name="Ada Brandt", by=None, now=timezone.now()
    )
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    sign_in(page, "/admin/backorders/order/backorders/")
    expect(page.get_by_text("5 units owed of 1 product")).to_be_visible()

    page.goto(view_of(order))
    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_label("Qty to Ship of 24-MB01")).to_have_value("25")
    page.get_by_label("Carrier").fill("DHL")
    page.get_by_label("Tracking Number").fill("JD0142")
    page.get_by_role("button", name="Add Another Number").click()
    page.get_by_label("Carrier").last.fill("DHL")
    page.get_by_label("Tracking Number").last.fill("JD0142-2")
    page.get_by_role("button", name="Submit Shipment").click()
    expect(page.get_by_text("The shipment has been created.")).to_be_visible()
    shipments = page.get_by_role("region", name="Shipments")
    expect(shipments).to_contain_text("DHL JD0142-2")
    expect(page.get_by_text("Shipped 25 of 24-MB01 from Default Source as #")).to_be_visible()
    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_text("Nothing of this order can ship yet: 5 owed.")).to_be_visible()

    page.goto("/admin/backorders/order/backorders/")
    page.get_by_role("link", name="Receive stock").click()
    page.get_by_label("Quantity").fill("5")
    page.get_by_role("button", name="Receive stock").click()
    expect(page.get_by_text(re.compile(rf"Covered now: #{order.number} \(5\)"))).to_be_visible()
    page.goto("/admin/backorders/order/backorders/shippable/")
    page.get_by_role("link", name=f"#{order.number}").click()

    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_label("Qty to Ship of 24-MB01")).to_have_value("5")
    page.get_by_role("button", name="Submit Shipment").click()
    expect(page.get_by_role("region", name="Order information")).to_contain_text("Complete")
    expect(shipments.get_by_role("row")).to_have_count(3)
    shipments.get_by_text("Add Tracking Number").last.click()
    shipments.get_by_label("Tracking Number").last.fill("JD0143")
    shipments.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The tracking number has been added.")).to_be_visible()
    numbers = TrackingNumber.objects.order_by("pk").values_list("carrier", "number")
    assert list(numbers) == [("DHL", "JD0142"), ("DHL", "JD0142-2"), ("", "JD0143")]


def test_an_order_that_two_sources_share_is_shipped_from_each(page: Page) -> None:
    berlin = SourceFactory.create(name="Berlin", latitude="52.52", longitude="13.405")
    lyon = SourceFactory.create(name="Lyon", latitude="45.75", longitude="4.85")
    StockFactory.create(sources=[berlin, lyon], website=default_website())
    bag = product_with_stock(quantity=8, source=berlin, sku="BAG", backorders=1)
    SourceItem.objects.create(product=bag, source=lyon, quantity=4)
    order = place_order(lines={bag: 15}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    sign_in(page, view_of(order))

    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_text("3 more owed: not on the shelf yet")).to_be_visible()
    page.get_by_label("Source Selection Algorithm").select_option("Distance Priority")
    expect(page.get_by_text("The place of this order is not known")).to_be_visible()
    page.get_by_label("Latitude").fill("48.8566")
    page.get_by_label("Longitude").fill("2.3522")
    page.get_by_role("button", name="Save Place").click()
    expect(page.get_by_text("393 km")).to_be_visible()
    assert fits_everywhere(page)
    page.get_by_label("Source", exact=True).select_option("Lyon")
    box = page.get_by_label("Qty To Deduct of BAG from Lyon")
    expect(box).to_have_value("4")
    box.fill("3")
    page.get_by_role("button", name="Proceed to Shipment").click()
    expect(page.get_by_text("Source: Lyon")).to_be_visible()
    expect(page.get_by_label("Qty to Ship of BAG")).to_have_value("3")
    assert fits_everywhere(page)
    page.get_by_label("Yes, ship what is not paid for.").check()
    page.get_by_role("button", name="Submit Shipment").click()
    expect(page.get_by_text("The shipment has been created.")).to_be_visible()
    assert fits_everywhere(page)

    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_text("3 more owed: not on the shelf yet")).to_be_visible()
    page.get_by_label("Source", exact=True).select_option("Berlin")
    expect(page.get_by_label("Qty To Deduct of BAG from Berlin")).to_have_value("8")
    page.get_by_role("button", name="Proceed to Shipment").click()
    page.get_by_label("Yes, ship what is not paid for.").check()
    page.get_by_role("button", name="Submit Shipment").click()
    expect(page.get_by_role("region", name="Shipments").locator("tbody tr")).to_have_count(2)
    assert list(order.shipments.values_list("source__name", flat=True)) == ["Lyon", "Berlin"]


def test_an_offline_order_is_invoiced_in_parts(page: Page) -> None:
    bag = product_with_stock(quantity=9, sku="BAG", price=10)
    order = place_order(lines={bag: 5}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    sign_in(page, view_of(order))
    page.get_by_role("link", name="Invoice", exact=True).click()
    page.get_by_label("Qty to Invoice of BAG").fill("2")
    page.get_by_role("button", name="Update Qty's").click()
    expect(page.get_by_role("region", name="Invoice Totals")).to_contain_text("USD 20.00")
    page.get_by_role("button", name="Submit Invoice").click()
    expect(page.get_by_text("The invoice has been created.")).to_be_visible()
    expect(page.get_by_role("region", name="Invoices")).to_contain_text("USD 20.00")
    page.get_by_role("link", name="Invoice", exact=True).click()
    page.get_by_role("button", name="Submit Invoice").click()
    expect(page.get_by_role("link", name="Invoice", exact=True)).to_have_count(0)
