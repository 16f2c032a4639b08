"""However many clicks and parcels arrive at once, the shopper is told each thing once."""

import uuid
from decimal import Decimal

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.actions.steps.messages import notify
from backorders.emails.message import Message
from backorders.models import Notification, Order
from backorders.tasks.outbox import drain_outbox
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 6


def test_check_order_submitted_by_six_clicks_is_confirmed_once() -> None:
    bag, checkout = product_with_stock(quantity=9), uuid.uuid4()

    def click() -> Order:
        return place_order(
            lines={bag: 1},
            email="ada@example.org",
            checkout=checkout,
            payment_method="checkmo",
            by=None,
            now=timezone.now(),
        )

    assert len({order.pk for order in race([click] * CLICKS)}) == 1
    assert (Notification.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_parcel_asked_for_by_six_clicks_is_told_once() -> None:
    order = place_order(lines={product_with_stock(quantity=9): 6}, email="ada@example.org", by=None, now=timezone.now())
    units = {order.lines.get(): Decimal(1)}

    def click() -> str:
        return str(
            ship_order(
                order=order,
                source=default_source(),
                units=units,
                key="parcel",
                by=None,
                unpaid_confirmed=True,
                now=timezone.now(),
            )
        )

    assert len(set(race([click] * CLICKS))) == 1
    assert Notification.objects.filter(subject__contains="shipped").count() == 1


def test_six_workers_send_a_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order = place_order(lines={product_with_stock(quantity=9): 6}, email="ada@example.org", by=None, now=timezone.now())
    notify(order=order, occasion="once", message=Message("Subject", "Text", ""))
    sent: list[str] = []
    monkeypatch.setattr(EmailMessage, "send", lambda message, *_args, **_kwargs: sent.append(message.subject))
    race([lambda: drain_outbox(now=timezone.now())] * CLICKS)
    assert (sent, Notification.objects.filter(sent_at=None).count()) == (["Subject"], 0)
