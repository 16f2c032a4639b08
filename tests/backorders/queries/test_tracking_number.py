"""The tracking numbers of shipments, read along with them."""

import pytest

from backorders.models import Shipment
from backorders.queries.tracking_number import tracking_of, with_tracking
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.shipment.parcels import parcels

pytestmark = pytest.mark.django_db


def test_each_shipment_has_its_own_numbers_in_their_order() -> None:
    numbers = (Tracking("Box 1", "DHL", "JD02"), Tracking(number="JD01"))
    first, second = *parcels(1, numbers=numbers), *parcels(1)
    found = {each.pk: tracking_of(each) for each in with_tracking(Shipment.objects.all())}
    assert found == {first.pk: numbers, second.pk: ()}
