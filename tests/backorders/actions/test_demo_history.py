"""The demo's weeks before it was opened: charts have something to tell, and nothing of it is open."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.demo_history import SALES, load_demo_history
from backorders.actions.demo_shop import load_demo_shop
from backorders.actions.owed_history import keep_owed_days
from backorders.models import Notification, Order, OwedChange, QueuePlace
from backorders.queries.inventory_check import every_difference
from catalog.models import SourceItem

pytestmark = pytest.mark.django_db


def shelves() -> dict[str, Decimal]:
    return dict(SourceItem.objects.values_list("product__sku", "quantity"))


def test_the_weeks_before_are_told_and_change_nothing_of_today() -> None:
    now = timezone.now()
    load_demo_shop(now=now)
    before, mails = shelves(), Notification.objects.count()
    waiting = list(QueuePlace.objects.values_list("line", "owed"))
    assert (load_demo_history(now=now), load_demo_history(now=now)) == (len(SALES), 0)
    assert (shelves(), Notification.objects.count()) == (before, mails)
    assert list(QueuePlace.objects.values_list("line", "owed")) == waiting
    assert set(Order.objects.filter(placed_at__lt=now - timedelta(days=10)).values_list("status", flat=True)) == {
        "complete"
    }
    assert keep_owed_days(now=now) >= 44
    month = OwedChange.objects.filter(day__gte=localdate(now) - timedelta(days=30))
    assert len(set(month.filter(served__gt=0).values_list("day", flat=True))) > 5
    owed = OwedChange.objects.aggregate(owed=Sum(F("became") - F("served") - F("canceled")))["owed"]
    assert owed == sum(units for _, units in waiting) > 0
    assert not list(every_difference(now=now))
