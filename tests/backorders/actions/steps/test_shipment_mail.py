"""What a customer is written of a parcel's numbers that came after it had left."""

import pytest
from django.utils import timezone

from backorders.actions.tracking_number import add_tracking, remove_tracking
from backorders.models import Shipment
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.shipment.parcels import parcels

pytestmark = pytest.mark.django_db


def add(shipment: Shipment, *numbers: Tracking) -> None:
    for each in numbers:
        add_tracking(shipment=shipment, numbers=[each], by=None, now=timezone.now())


def mails(shipment: Shipment) -> list[tuple[str, bool]]:
    """Return (text, whether it was withdrawn) of each message about a number that came later."""
    notes = shipment.order.notifications.filter(key__startswith="tracking_number:").order_by("pk")
    return [(note.body_text, note.withdrawn_at is not None) for note in notes]


def test_the_customer_is_told_of_a_number_that_comes_later_once_and_as_it_stands() -> None:
    shipment = parcels(1)[0]
    add(shipment, Tracking(carrier="UPS"))
    assert mails(shipment) == []  # a carrier alone is nothing to follow a parcel by
    wrong, right = Tracking(number="JD10"), Tracking("Box 1", "DHL", "JD01")
    for each in (wrong, right, right):  # the last from another tab
        add(shipment, each)
    remove_tracking(
        shipment=shipment, number=shipment.tracking_numbers.get(number="JD10").pk, by=None, now=timezone.now()
    )
    ((text, is_withdrawn),) = mails(shipment)
    assert ("Tracking number: JD01, with DHL (Box 1)" in text, "JD10" in text, is_withdrawn) == (True, False, False)
    assert f"the parcel of your order #{shipment.order.number}" in text


def test_a_number_after_a_mail_that_was_tried_is_told_by_another_and_none_by_nothing() -> None:
    shipment = parcels(1)[0]
    add(shipment, Tracking(number="JD01"))
    shipment.order.notifications.filter(key__startswith="tracking_number:").update(tries=1)
    add(shipment, Tracking(number="JD02"))
    assert ["JD02" in text for text, _ in mails(shipment)] == [False, True]
    for each in shipment.tracking_numbers.all():
        remove_tracking(shipment=shipment, number=each.pk, by=None, now=timezone.now())
    assert [is_withdrawn for _, is_withdrawn in mails(shipment)] == [False, True]
