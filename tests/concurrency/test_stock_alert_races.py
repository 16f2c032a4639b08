"""Two timers and two deliveries at once: nobody is told twice, and no more than there are units for."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.actions.stock_alert import ask_for_alert, end_alerts
from backorders.models import Notification, StockAlert
from catalog.models import Product
from tests.concurrency.race import race
from tests.factories.catalog import default_source, default_website, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db(transaction=True)


def restock(product: Product) -> int:
    receive_delivery(product, source=default_source(), quantity=Decimal(3), by=None, now=timezone.now())
    return send_stock_alerts(now=timezone.now())


def test_two_restocks_at_once_tell_nobody_twice_and_no_more_than_there_are_units() -> None:
    for _ in range(3):
        bag, now = product_with_stock(), timezone.now()
        for number in range(9):
            waits(bag, f"{bag.pk}-{number}@example.org", now - timedelta(days=1, minutes=number))

        count = sum(race([partial(restock, bag)] * 2)) + send_stock_alerts(now=timezone.now())
        told = StockAlert.objects.filter(product=bag, told_at__isnull=False)
        assert count == told.count() == 6
        notes = Notification.objects.filter(recipient__startswith=f"{bag.pk}-")
        assert sorted(notes.values_list("recipient", flat=True)) == [
            f"{bag.pk}-{number}@example.org" for number in range(3, 9)
        ]


def test_one_address_that_is_left_twice_at_once_is_asked_once() -> None:
    bag = product_with_stock()

    def ask() -> None:
        ask_for_alert(product=bag, website=default_website(), email="ada@example.org", network="n", now=timezone.now())

    race([ask, ask, ask])
    assert (StockAlert.objects.count(), Notification.objects.count()) == (1, 1)


def test_who_unsubscribes_while_it_is_told_is_told_or_forgotten() -> None:
    for _ in range(3):
        bag = product_with_stock(quantity=1)
        alert = waits(bag, "ada@example.org", timezone.now())
        race([partial(send_stock_alerts, now=timezone.now()), partial(end_alerts, token=alert.token)])
        assert not StockAlert.objects.exists()
        assert not Notification.objects.exists()
