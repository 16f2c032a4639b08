"""Sales > Shipments > Hand over parcels: what is scanned is marked, and everything else is said."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.undo_shipment import undo_shipment
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.shipment.parcels import HERE, parcels, problems_of, standing

pytestmark = pytest.mark.django_db


def scan(client: Client, number: str) -> Any:
    return client.post(f"{HERE}scan/", {"number": number, "key": str(uuid.uuid4())}, follow=True)


def test_a_parcel_is_marked_by_its_own_number_and_by_each_of_its_tracking_numbers(admin_client: Client) -> None:
    (first,) = parcels(1, numbers=(Tracking(number="JD01"), Tracking(number="JD02")))
    (second,) = parcels(1)
    assert f"Handed over: #{first.number}." in admin_text(scan(admin_client, " jd02\n"))
    assert standing(first, second) == ["handed over", "here"]
    scan(admin_client, f"#{second.number}")
    assert f"Shipment #{first.number} had been handed over before." in admin_text(scan(admin_client, "JD01"))
    assert standing(first, second) == ["handed over", "handed over"]
    assert first.order.events.filter(kind="handed_over").count() == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Please scan"),
        ("JD99", "No shipment has"),
        ("x" * 101, "longer than 100"),
        ("9" * 40, "No shipment has"),
        ("²", "No"),
    ],
)
def test_what_is_no_number_is_said(admin_client: Client, typed: str, why: str) -> None:
    answer = scan(admin_client, typed)
    assert (answer.status_code, why in problems_of(answer)[0]) == (400, True)


def test_a_number_of_several_parcels_and_of_an_undone_one_marks_nothing(admin_client: Client) -> None:
    first, second = parcels(2, numbers=(Tracking(number="JD01"),))
    assert "of several shipments" in problems_of(scan(admin_client, "JD01"))[0]
    undo_shipment(shipment=first, by=None, now=timezone.now())
    assert "must not leave" in problems_of(scan(admin_client, first.number))[0]
    assert standing(first, second) == ["undone", "here"]
    scan(admin_client, "JD01")  # the label was used for the other one
    assert standing(first, second) == ["undone", "handed over"]
