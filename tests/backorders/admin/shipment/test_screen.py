"""Sales > Shipments: what the grid shows and finds, several marked at once, one shipment's page, and who may do what."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.hand_over import hand_over
from backorders.actions.undo_shipment import undo_shipment
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.shipment.parcels import HERE, as_role, page_of, parcels, standing
from tests.backorders.models.bad_shipments import NOON

pytestmark = pytest.mark.django_db


def found(client: Client, **asked: str) -> list[int]:
    return sorted(row.pk for row in client.get(HERE, asked).context["cl"].result_list)


def test_it_finds_by_number_tracking_number_name_and_how_a_parcel_stands(admin_client: Client) -> None:
    numbers = (Tracking("Box 1", "DHL", "JD01"), Tracking("Box 2", "DHL", "JD02"))
    first, second, third = (*parcels(2, numbers=numbers), *parcels(1))
    hand_over(shipment=first, by=None, now=NOON)
    undo_shipment(shipment=second, by=None, now=timezone.now())
    assert found(admin_client, q=f"#{third.number}") == [third.pk]
    assert found(admin_client, q="jd02") == [first.pk, second.pk]
    assert found(admin_client, q="brandt") == [first.pk, second.pk, third.pk]
    for value, row in (("handed_over", first), ("undone", second), ("here", third)):
        assert found(admin_client, standing=value) == [row.pk]
    text = admin_text(admin_client.get(HERE, {"standing": "handed_over"}))
    assert "DHL JD01 (Box 1) +1 more" in text
    assert "Handed over: Handed over \u2715 Drop" in text


def test_of_several_parcels_the_ticked_ones_are_marked_and_no_other(admin_client: Client) -> None:
    first, second, third = parcels(3)
    undo_shipment(shipment=third, by=None, now=timezone.now())
    form = {"action": "hand_over_selected", "_selected_action": [first.pk, third.pk], "key": str(uuid.uuid4())}
    admin_client.post(HERE, form)
    answer = admin_client.post(HERE, form, follow=True)  # the same form once more
    assert "1 shipment was marked as handed over." in admin_text(answer)
    assert f"#{third.number}: Shipment #{third.number} has been undone: it must not leave." in admin_text(answer)
    assert standing(first, second, third) == ["handed over", "here", "undone"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_grid_asks_as_much_for_thirty_rows_as_for_one(admin_client: Client, rows: int) -> None:
    parcels(rows, numbers=(Tracking(number="JD01"),))
    admin_client.get(HERE)
    with CaptureQueriesContext(connection) as asked:
        assert len(admin_client.get(HERE).context["cl"].result_list) == rows
    assert len(asked) == 8


def test_one_shipment_is_marked_and_its_numbers_are_added_and_removed(admin_client: Client) -> None:
    (parcel,) = parcels(1, numbers=(Tracking(number="JD01"),))
    text = admin_text(admin_client.get(page_of(parcel)))
    assert "Not handed over" in text
    assert "Items Shipped 1" in text
    typed = {"carrier": "UPS", "tracking_number": "1Z", "tracking_title": "Box 2", "key": str(uuid.uuid4())}
    assert "The tracking number has been added." in admin_text(
        admin_client.post(page_of(parcel, "tracking"), typed, follow=True)
    )
    first = parcel.tracking_numbers.get(number="JD01").pk
    admin_client.post(page_of(parcel, f"tracking/{first}/remove"), {"key": str(uuid.uuid4())})
    assert [str(each) for each in parcel.tracking_numbers.all()] == ["UPS 1Z (Box 2)"]
    marked = admin_client.post(page_of(parcel, "hand-over"), {"key": str(uuid.uuid4())}, follow=True)
    assert f"Handed over: #{parcel.number}." in admin_text(marked)
    assert "/undo/" not in marked.content.decode()


def test_a_number_that_is_there_or_gone_already_is_said_so(admin_client: Client) -> None:
    (parcel,) = parcels(1, numbers=(Tracking(number="JD01"),))
    typed = {"carrier": "", "tracking_number": "JD01", "tracking_title": "Box 1"}
    again = admin_client.post(page_of(parcel, "tracking"), {**typed, "key": str(uuid.uuid4())}, follow=True)
    assert "The shipment has this tracking number already." in admin_text(again)
    gone = parcel.tracking_numbers.get().pk
    for words in ("has been removed", "had been removed before"):
        answer = admin_client.post(page_of(parcel, f"tracking/{gone}/remove"), {"key": str(uuid.uuid4())}, follow=True)
        assert f"The tracking number {words}." in admin_text(answer)


def test_nothing_typed_and_half_a_row_are_refused(admin_client: Client) -> None:
    (parcel,) = parcels(1)
    for typed, why in (
        ({"carrier": "", "tracking_number": ""}, "Please enter a tracking number"),
        ({"carrier": ["UPS", "DHL"], "tracking_number": ["1Z"]}, "got lost on the way"),
        ({"tracking_number": ["1Z", "1Z"]}, "is there twice"),
        ({"tracking_number": ["1Z", ""], "tracking_title": ["", "Box 2"]}, "Row 2: A title alone"),
        ({"tracking_title": "Box 2"}, "A title alone"),
        ({"tracking_number": ["1Z", "x" * 101]}, "Row 2, Tracking Number: Ensure"),
    ):
        answer = admin_client.post(page_of(parcel, "tracking"), {**typed, "key": str(uuid.uuid4())}, follow=True)
        assert why in admin_text(answer)
    assert parcel.tracking_numbers.count() == 0


@pytest.mark.parametrize(
    ("role", "may"), [("Fulfilment", True), ("Customer service", False), ("Viewer", False), ("Merchandiser", False)]
)
def test_every_role_sees_shipments_and_who_ships_acts_on_them(client: Client, role: str, may: bool) -> None:
    (parcel,) = parcels(1)
    as_role(client, role)
    page = client.get(page_of(parcel))
    assert (page.status_code, "/undo/" in page.content.decode()) == (200, may)
    assert ("hand_over_selected" in client.get(HERE).content.decode()) is may
    wanted = 200 if may else 403
    assert [client.get(address).status_code for address in (page_of(parcel, "undo"), f"{HERE}scan/")] == [wanted] * 2
    if not may:
        assert client.post(page_of(parcel, "undo"), {"key": str(uuid.uuid4())}).status_code == 403
        assert standing(parcel) == ["here"]


def test_a_shipment_that_is_not_there_is_not_found(admin_client: Client) -> None:
    assert [admin_client.get(f"{HERE}{pk}/change/").status_code for pk in ("7", "x")] == [404, 404]
