"""Tracking numbers and places that staff add later."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.save_destination import save_destination
from backorders.actions.ship_order import ship_order
from backorders.actions.tracking_number import CannotTrack, add_tracking, remove_tracking
from backorders.actions.undo_shipment import undo_shipment
from backorders.models import Order, Shipment
from backorders.rules.tracking_number import MOST_NUMBERS, Tracking
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
        order=order,
        source=default_source(),
        units=units,
        key=str(order.pk),
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def add(shipment: Shipment, *numbers: Tracking, now: datetime | None = None) -> None:
    for each in numbers:
        add_tracking(shipment=shipment, numbers=[each], by=None, now=now or timezone.now())


def known(shipment: Shipment) -> list[str]:
    return [str(each) for each in shipment.tracking_numbers.all()]


def test_several_numbers_are_added_and_the_one_that_is_removed_goes_alone() -> None:
    shipment = parcel()
    add(shipment, Tracking("Box 1", "DHL", "JD01"), Tracking("Box 2", "DHL", "JD02"), Tracking(carrier="UPS"))
    second = shipment.tracking_numbers.get(number="JD02").pk
    for _ in range(2):  # the second time from another tab
        remove_tracking(shipment=shipment, number=second, by=None, now=timezone.now())
    assert known(shipment) == ["DHL JD01 (Box 1)", "UPS"]
    number = shipment.number
    assert [event.text for event in shipment.order.events.all()[1:]] == [
        f"Tracking number of shipment #{number} added: DHL JD01 (Box 1).",
        f"Tracking number of shipment #{number} added: DHL JD02 (Box 2).",
        f"Tracking number of shipment #{number} added: UPS.",
        f"Tracking number of shipment #{number} removed: DHL JD02 (Box 2).",
    ]


def test_the_same_number_again_is_no_second_one() -> None:
    shipment = parcel()
    add(shipment, Tracking(number="JD01"), Tracking("Box 1", "", "JD01"))
    assert (known(shipment), shipment.order.events.count()) == (["JD01"], 2)


def test_several_at_once_are_kept_all_or_none() -> None:
    shipment = parcel()
    add(shipment, *(Tracking(number=f"JD{place}") for place in range(MOST_NUMBERS - 1)))
    two = (Tracking(number="A"), Tracking(number="B"))
    with pytest.raises(CannotTrack, match="at most"):
        add_tracking(shipment=shipment, numbers=two, by=None, now=timezone.now())
    assert len(known(shipment)) == MOST_NUMBERS - 1
    shipment.tracking_numbers.all()[1].delete()
    assert add_tracking(shipment=shipment, numbers=two, by=None, now=timezone.now()) == two
    assert add_tracking(shipment=shipment, numbers=two, by=None, now=timezone.now()) == ()


def test_a_number_of_another_shipment_is_not_removed() -> None:
    first, second = parcel(), parcel()
    add(first, Tracking(number="JD01"))
    remove_tracking(shipment=second, number=first.tracking_numbers.get().pk, by=None, now=timezone.now())
    assert known(first) == ["JD01"]


@pytest.mark.parametrize(
    ("tracking", "why"),
    [
        (Tracking(), "Please enter a tracking number"),
        (Tracking(title="Box 1"), "A title alone"),
        (Tracking(number="x" * 101), "longer than 100"),
    ],
)
def test_what_is_no_number_is_refused(tracking: Tracking, why: str) -> None:
    shipment = parcel()
    with pytest.raises(CannotTrack, match=why):
        add(shipment, tracking)
    assert known(shipment) == []


def test_a_shipment_has_an_end_of_numbers_and_an_undone_one_gets_none() -> None:
    shipment = parcel()
    add(shipment, *(Tracking(number=f"JD{place}") for place in range(MOST_NUMBERS)))
    with pytest.raises(CannotTrack, match="at most"):
        add(shipment, Tracking(number="one more"))
    undo_shipment(shipment=shipment, by=None, now=timezone.now())
    with pytest.raises(CannotTrack, match="has been undone"):
        add(shipment, Tracking(number="JD01"))


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
    add(shipment, Tracking(carrier="DHL", number="JD01"), now=NEXT_DAY)
    save_destination(order=shipment.order, point=Point(Decimal("52.52"), Decimal("13.405")), by=None, now=NEXT_DAY)
    assert [what for _, what in order_history(shipment.order)] == ["Order placed", "Shipped"]
