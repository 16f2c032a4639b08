"""Where an order goes is stored and said once, and is a place on earth."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.save_destination import save_destination
from backorders.models import Order
from catalog.rules.source_selection import Point
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
BERLIN = Point(Decimal("52.5163"), Decimal("13.3777"))


def saved(order: Order, point: Point) -> Order:
    return save_destination(order=order, point=point, by=None, now=timezone.now())


def test_a_place_is_stored_and_said_once() -> None:
    order = OrderFactory.create()
    for _ in range(2):
        saved(order, BERLIN)
    assert Order.objects.values_list("latitude", "longitude").get() == (BERLIN.latitude, BERLIN.longitude)
    assert [event.text for event in order.events.all()] == ["Place of delivery: latitude 52.5163, longitude 13.3777."]
    saved(order, Point(BERLIN.latitude, Decimal(-13)))
    saved(order, Point(Decimal(-52), Decimal(-13)))
    assert Order.objects.values_list("latitude", "longitude").get() == (-52, -13)
    assert order.events.count() == 3


@pytest.mark.parametrize("point", [Point(Decimal("90.1"), Decimal(0)), Point(Decimal(0), Decimal(-181))])
def test_what_is_not_on_earth_changes_nothing(point: Point) -> None:
    order = OrderFactory.create()
    with pytest.raises(ValueError, match="between -90 and 90"):
        saved(order, point)
    assert (Order.objects.get().latitude, order.events.count()) == (None, 0)
