"""Sales > Shipments > Undo: what it says before, one of several, a form sent twice, two tabs."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.hand_over import hand_over
from backorders.actions.send_message import send_message
from backorders.models import Notification
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.shipment.parcels import page_of, parcels, problems_of, standing
from tests.catalog.admin.filled_form import filled_form
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def test_one_of_several_is_undone_and_a_form_that_comes_twice_counts_once(admin_client: Client) -> None:
    first, second = parcels(2, numbers=(Tracking(number="JD01"),))
    page = admin_client.get(page_of(second, "undo"))
    text = admin_text(page)
    assert f"What comes back to Default Source and to order #{second.order.number}" in text
    assert "The mail that it left has not gone out. It does not, and the customer hears nothing." in text
    form = {**filled_form(page, reason="Wrong box"), "key": str(uuid.uuid4())}
    for _ in range(2):
        answer = admin_client.post(page_of(second, "undo"), form, follow=True)
        assert answer.redirect_chain[-1][0] == page_of(second)
    assert standing(first, second) == ["here", "undone"]
    assert second.order.events.filter(kind="undone", text__contains="Reason: Wrong box").count() == 1
    assert (second.order.lines.get().shipped, unsound(limit=0)) == (0, [])


def test_two_tabs_and_a_parcel_that_left_meanwhile(admin_client: Client) -> None:
    first, second = parcels(2)
    tabs = {each: filled_form(admin_client.get(page_of(each, "undo"))) for each in (first, second)}
    admin_client.post(page_of(first, "undo"), {**tabs[first], "key": str(uuid.uuid4())})
    hand_over(shipment=second, by=None, now=timezone.now())
    for parcel, why in ((first, "undone already"), (second, "handed over")):
        answer = admin_client.post(page_of(parcel, "undo"), {**tabs[parcel], "key": str(uuid.uuid4())})
        assert (answer.status_code, why in problems_of(answer)[0]) == (400, True)
    assert standing(first, second) == ["undone", "handed over"]


def test_it_says_that_a_mail_follows_when_the_customer_was_told(admin_client: Client) -> None:
    (parcel,) = parcels(1)
    for note in Notification.objects.all():
        send_message(notification_id=note.pk, clock=timezone.now)
    page = admin_client.get(page_of(parcel, "undo"))
    assert "A mail says that it has not left after all." in admin_text(page)
    admin_client.post(page_of(parcel, "undo"), {**filled_form(page), "key": str(uuid.uuid4())})
    assert "has not left us" in Notification.objects.latest("pk").body_text
