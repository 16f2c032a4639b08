"""Several sales that cross the notify level at the same instant are one crossing, and one notice."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.send_low_stock_notices import send_low_stock_notices
from backorders.models import LowStockTelling, Notification
from catalog.models import LowStockNotice
from catalog.rules.configuration import LOW_STOCK_RECIPIENTS
from tests.concurrency.race import race
from tests.factories.catalog import configure, default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def test_buyers_who_cross_together_are_one_notice() -> None:
    bag = product_with_stock(quantity=15, notify_stock_qty=10, backorders=1)
    race([lambda: place_order(lines={bag: 3}, email="s@example.org", by=None, now=timezone.now())] * 6)
    notice = LowStockNotice.objects.get()
    assert (notice.quantity, notice.level) == (9, 10)


def test_sales_and_deliveries_that_meet_end_and_begin_in_turn() -> None:
    bag = product_with_stock(quantity=11, notify_stock_qty=10, backorders=1)

    def sell() -> None:
        for _ in range(10):
            place_order(lines={bag: 1}, email="s@example.org", by=None, now=timezone.now())

    def receive() -> None:
        for _ in range(10):
            receive_delivery(bag, source=default_source(), quantity=Decimal(1), by=None, now=timezone.now())

    race([sell, receive] * 2)
    notices = list(LowStockNotice.objects.filter(source=None).order_by("pk"))
    # Each ended before the next began, and the last is open as long as it is low (11 free are not).
    assert all(before.ended_at and before.ended_at <= after.crossed_at for before, after in pairwise(notices))
    assert bag.stock_level().free == 11
    assert not LowStockNotice.objects.filter(ended_at=None).exists()


def test_two_workers_tell_each_notice_once() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org, bo@example.org")
    bags = [product_with_stock(quantity=15, notify_stock_qty=10, backorders=1) for _ in range(5)]
    place_order(lines=dict.fromkeys(bags, 9), email="s@example.org", by=None, now=timezone.now())
    race([lambda: send_low_stock_notices(now=timezone.now())] * 4)
    assert LowStockTelling.objects.filter(notification=None).count() == 0
    assert LowStockTelling.objects.count() == 10
    kept = Notification.objects.filter(key__startswith="low_stock")
    assert {note.recipient for note in kept} == {"ann@example.org", "bo@example.org"}
    assert sum(note.low_stock_tellings.count() for note in kept) == 10
