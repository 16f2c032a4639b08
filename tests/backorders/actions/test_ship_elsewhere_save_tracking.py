"""Tracking numbers and places that staff add later."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.save_destination import save_destination
from backorders.actions.ship_elsewhere import save_tracking
from backorders.actions.ship_order import ship_order
from backorders.models import Order, Shipment
from backorders.storefront.order_payments import order_history
from catalog.rules.source_selection import Point
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
NEXT_DAY = timezone.now() + timedelta(days=1)


def parcel() -> Shipment:
    order = place_order(lines={product_with_stock(quantity=1): 1}, email="ada@example.org", by=None, now=timezone.now())
    units = {line: line.ordered for line in order.lines.all()}
    return ship_order(
        order=order, source=default_source(), units=units, key="1", by=None, unpaid_confirmed=True, now=timezone.now()
    )


def test_tracking_number_is_added_and_corrected_and_both_are_kept() -> None:
    shipment = parcel()
    save_tracking(shipment=shipment, carrier="DHL", tracking_number="JD01", by=None, now=timezone.now())
    save_tracking(shipment=shipment, carrier="DHL", tracking_number="JD02", by=None, now=timezone.now())
    texts = [event.text for event in shipment.order.events.all()[1:]]
    assert texts == [
        f"Tracking number of shipment #{shipment.number}: DHL JD01 (before: none).",
        f"Tracking number of shipment #{shipment.number}: DHL JD02 (before: DHL JD01).",
    ]
    assert Shipment.objects.get().tracking_number == "JD02"


def test_the_same_tracking_number_again_is_no_event() -> None:
    shipment = parcel()
    for _ in range(2):
        save_tracking(shipment=shipment, carrier="", tracking_number="JD01", by=None, now=timezone.now())
    assert shipment.order.events.count() == 2


def test_place_is_kept_with_the_order_and_noted_once() -> None:
    order = OrderFactory.create()
    berlin = Point(Decimal("52.520008"), Decimal("13.404954"))
    for _ in range(2):
        save_destination(order=order, point=berlin, by=None, now=timezone.now())
    found = Order.objects.get()
    assert (found.latitude, found.longitude) == (berlin.latitude, berlin.longitude)
    assert found.events.get().text == "Place of delivery: latitude 52.520008, longitude 13.404954."


@pytest.mark.parametrize("place", [Point(Decimal("90.1"), Decimal(0)), Point(Decimal(0), Decimal("-180.1"))])
def test_a_place_that_is_not_on_earth_is_refused(place: Point) -> None:
    order = OrderFactory.create()
    with pytest.raises(ValueError, match="between -90 and 90"):
        save_destination(order=order, point=place, by=None, now=timezone.now())
    assert Order.objects.get().latitude is None


def test_the_shopper_is_not_told_of_a_second_parcel_when_only_its_number_was_added() -> None:
    shipment = parcel()
    save_tracking(shipment=shipment, carrier="DHL", tracking_number="JD01", by=None, now=NEXT_DAY)
    save_destination(order=shipment.order, point=Point(Decimal("52.52"), Decimal("13.405")), by=None, now=NEXT_DAY)
    assert [what for _, what in order_history(shipment.order)] == ["Order placed", "Shipped"]
