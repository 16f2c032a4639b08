"""Who waits is told when units are free: the longest waiting first, no more than there are units for, once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail

from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.models import Notification, StockAlert
from backorders.rules.stock_alert import HEAD_START
from catalog.models import Product
from tests.backorders.outbox import drained
from tests.factories.catalog import default_source, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def arrive(product: Product, units: int) -> None:
    receive_delivery(product=product, source=default_source(), quantity=Decimal(units), by=None, now=NOON)


def told() -> list[str]:
    return list(
        StockAlert.objects.filter(told_at__isnull=False).order_by("told_at", "pk").values_list("email", flat=True)
    )


def test_two_units_are_told_to_the_two_who_wait_longest_and_the_next_after_their_head_start() -> None:
    bag = product_with_stock(name="Bag")
    for number in (3, 1, 2):
        waits(bag, f"{number}@example.org", NOON - timedelta(days=5 - number))
    assert send_stock_alerts(now=NOON) == 0
    arrive(bag, 2)
    assert [send_stock_alerts(now=NOON), send_stock_alerts(now=NOON)] == [2, 0]
    assert sorted(told()) == ["1@example.org", "2@example.org"]
    assert send_stock_alerts(now=NOON + HEAD_START) == 1
    assert Notification.objects.filter(subject="Bag is back in stock").count() == 3


def test_c44_a_delivery_that_only_pays_debts_tells_nobody() -> None:
    bag = product_with_stock(quantity=1, backorders=1)
    waits(bag, "ada@example.org", NOON)
    place_order(lines={bag: 5}, email="s@example.org", by=None, now=NOON)
    arrive(bag, 4)
    assert send_stock_alerts(now=NOON) == 0
    arrive(bag, 1)
    assert send_stock_alerts(now=NOON) == 1


def test_what_arrives_later_is_told_beside_what_was_told_already() -> None:
    bag = product_with_stock(quantity=1)
    for number in range(4):
        waits(bag, f"{number}@example.org", NOON - timedelta(hours=4 - number))
    send_stock_alerts(now=NOON)
    arrive(bag, 2)
    assert send_stock_alerts(now=NOON + timedelta(hours=1)) == 2
    assert told() == ["0@example.org", "1@example.org", "2@example.org"]


def test_the_mail_can_be_ended_by_one_click_of_the_mail_program() -> None:
    bag = product_with_stock(quantity=1, name="Bag", slug="bag", price=Decimal(12))
    alert = waits(bag, "ada@example.org", NOON)
    send_stock_alerts(now=NOON)
    drained()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000/stock-alerts/{alert.token}/end/>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Bag is back at Main Website, for $12.00." in sent.body
    assert "http://localhost:8000/products/bag/" in sent.body


def test_who_has_gone_or_is_not_confirmed_is_not_told() -> None:
    bag = product_with_stock(quantity=5)
    StockAlert.objects.create(product=bag, website_id=bag.websites.get().pk, email="ada@example.org", asked_at=NOON)
    disabled = product_with_stock(quantity=5, is_enabled=False)
    waits(disabled, "bo@example.org", NOON)
    assert send_stock_alerts(now=NOON) == 0
