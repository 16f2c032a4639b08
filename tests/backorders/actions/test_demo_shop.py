"""The demo shop: every situation once, and no more the second time."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate

from backorders.models import Order, OrderLine
from catalog.models import IncomingSupply, Product, Reservation, Source, Website
from catalog.rules.availability import AvailabilityStatus
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    said = StringIO()
    call_command("load_demo_shop", *options, stdout=said)
    return said.getvalue()


def test_demo_shop_has_the_guides_product() -> None:
    load()
    bag = Product.objects.get(sku="24-MB01")
    assert (bag.name, bag.salable_quantity(), bag.stock_item.notify_stock_qty) == ("Joust Duffle Bag", 75, 10)


@pytest.mark.parametrize(
    ("sku", "status", "left"),
    [
        ("QG-101", AvailabilityStatus.IN_STOCK, None),
        ("QG-102", AvailabilityStatus.IN_STOCK, 3),
        ("QG-112", AvailabilityStatus.OUT_OF_STOCK, None),
        ("QG-113", AvailabilityStatus.ON_BACKORDER, None),
        ("QG-224", AvailabilityStatus.ON_BACKORDER, None),
        ("QG-403", AvailabilityStatus.OUT_OF_STOCK, None),
        ("QG-501", AvailabilityStatus.IN_STOCK, None),
    ],
)
def test_demo_shop_shows_every_situation(sku: str, status: AvailabilityStatus, left: int | None) -> None:
    load()
    told = Product.objects.get(sku=sku).availability()
    assert (told.status, told.only_left) == (status, left)


def test_demo_orders_are_paid_and_some_owe_units() -> None:
    load()
    assert set(Order.objects.values_list("status", flat=True)) == {"processing"}
    owed = {line.sku: line.owed_when_placed for line in OrderLine.objects.all()}
    assert {sku: quantity for sku, quantity in owed.items() if quantity} == {
        "QG-113": 2,
        "QG-224": 2,
        "QG-301-L-Navy": 2,
    }
    assert all(order.placed_at < datetime.now(UTC) for order in Order.objects.all())


def test_demo_shop_is_not_loaded_into_a_catalogue() -> None:
    product_with_stock()
    assert "not loaded" in load()
    assert Product.objects.count() == 1


def test_demo_shop_loaded_again_adds_nothing() -> None:
    load()
    before = (Product.objects.count(), Order.objects.count(), Reservation.objects.count())
    Product.objects.filter(sku="24-MB01").update(name="Renamed")
    load("--again")
    assert (Product.objects.count(), Order.objects.count(), Reservation.objects.count()) == before
    assert Product.objects.get(sku="24-MB01").name == "Joust Duffle Bag"


def test_the_address_of_a_demo_order_is_known_to_nobody_beforehand() -> None:
    load()
    assert {order.checkout.version for order in Order.objects.all()} == {4}


def test_demo_shop_keeps_the_name_that_staff_gave_it() -> None:
    Website.objects.update(name="Our shop")
    load()
    assert Website.objects.get(is_default=True).name == "Our shop"


def test_demo_eu_website_sells_from_its_own_two_sources(client: Client) -> None:
    load("--eu")
    stock = Website.objects.get(code="eu").sales_channel.stock
    assert [source.code for source in stock.sources.order_by("links__priority")] == ["berlin", "lyon"]
    assert Product.objects.get(sku="24-MB01").salable_quantity(stock) == 62
    assert "€34.00" in page_text(client.get("/products/joust-duffle-bag/", headers={"host": "eu.localhost"}))


def test_demo_eu_order_waits_for_both_sources_and_its_money() -> None:
    load("--eu")
    load("--eu", "--again")
    order = Order.objects.get(website__code="eu")
    assert (order.status, order.is_offline, order.latitude is not None) == ("pending_payment", True, True)
    assert {line.sku: line.owed_when_placed for line in order.lines.all()} == {"QG-101": 0, "QG-224": 2}


def test_demo_sources_have_a_place() -> None:
    load("--eu")
    assert not Source.objects.filter(latitude=None).exists()
    assert not Order.objects.filter(latitude=None).exists()


def test_some_supply_is_expected_one_of_it_late_and_no_more_the_second_time() -> None:
    for _ in range(2):
        load()
        supplies = IncomingSupply.objects.order_by("-product__sku", "expected_on")
        states = [(row.product.sku, row.as_supply().state(localdate()).value) for row in supplies]
        assert states == [("QG-224", "Late"), ("QG-224", "Expected"), ("QG-113", "Expected")]
