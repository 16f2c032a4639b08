"""One shelf of two websites: both pages count down together, Explain says whose it is, and a parcel leaves what is the other's."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product, SourceItem, Website
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    StockFactory,
    StoreViewFactory,
    configure,
    default_website,
)
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def may_complain() -> bool:
    """A refused parcel is answered with 400."""
    return True


def sold(bag: Product, website: Website, units: int) -> Order:
    return place_order(
        lines={bag: units},
        website=website,
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def test_two_websites_sell_one_shelf(page: Page) -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 9)
    view = StoreViewFactory.create(name="American")
    berlin, lyon = SourceFactory.create(name="Berlin"), SourceFactory.create(name="Lyon")
    StockFactory.create(name="EU Stock", sources=[berlin, lyon], website=default_website())
    StockFactory.create(name="US Stock", sources=[lyon], website=view.website)
    bag = ProductFactory.create(name="Bag", slug="bag", sku="BAG", websites=[default_website(), view.website])
    for source, units in ((berlin, 3), (lyon, 4)):
        SourceItem.objects.create(product=bag, source=source, quantity=units)

    def left(here: int, there: int) -> None:
        page.goto("/products/bag/")
        expect(page.get_by_text(f"Only {here} left")).to_be_visible()
        page.get_by_role("navigation", name="Store views").get_by_role("button", name="American").click()
        page.goto("/products/bag/")
        expect(page.get_by_text(f"Only {there} left")).to_be_visible()
        page.context.clear_cookies()

    left(7, 4)
    sold(bag, view.website, 2)
    left(5, 2)
    order = sold(bag, default_website(), 4)
    left(1, 1)

    sign_in(page, f"/admin/catalog/product/{bag.pk}/explain/")
    for stock, others in (
        ("EU Stock", "4 at Lyon, of which 2 are promised by US Stock"),
        ("US Stock", "4 at Lyon, of which 1 is promised by EU Stock"),
    ):
        expect(page.get_by_role("region", name=stock).get_by_text(others)).to_be_visible()

    page.goto(f"/admin/backorders/order/{order.pk}/ship/?source={lyon.pk}")
    expect(page.get_by_text("May leave here 2")).to_be_visible()
    page.get_by_label("Qty to Ship of BAG").fill("3")
    page.get_by_label("Yes, ship what is not paid for.").check()
    page.get_by_role("button", name="Submit Shipment").click()
    refused = "BAG: 3 asked, 2 may leave Lyon. The other units there are promised by US Stock."
    expect(page.get_by_text(refused)).to_be_visible()
    page.get_by_label("Qty to Ship of BAG").fill("1")
    page.get_by_role("button", name="Submit Shipment").click()
    expect(page.get_by_text("The shipment has been created.")).to_be_visible()
    page.context.clear_cookies()
    left(1, 1)
