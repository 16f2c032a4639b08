"""What is worked out of ledger and history, against the queue as it stood when each day ended."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Sum
from django.test import override_settings

from backorders.actions.cancel_order import cancel_order
from backorders.actions.demo_history import dated
from backorders.actions.move_to_front import move_to_front
from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine, OwedChange, QueuePlace
from backorders.queries.owed_differences import owed_differences
from catalog.models import Product, Source, SourceItem, StockItem, StockSourceLink
from tests.backorders.owed_weeks import BERLIN, FIRST, Weeks, at, kept, received
from tests.factories.catalog import product_with_stock
from tests.factories.counted import counted_at

pytestmark = pytest.mark.django_db


def owed_now() -> dict[int, Decimal]:
    return dict(QueuePlace.objects.filter(owed__gt=0).values_list("line_id", "owed"))


def owed_as_kept(until: date) -> dict[int, Decimal]:
    rows = OwedChange.objects.filter(day__lte=until).order_by().values("line")
    sums = rows.annotate(owed=Sum(F("became") - F("served") - F("canceled")))
    return {row["line"]: row["owed"] for row in sums if row["owed"]}


@override_settings(TIME_ZONE=BERLIN)
def test_each_day_is_kept_as_the_queue_stood_when_it_ended_and_anew_is_the_same() -> None:
    weeks = Weeks()
    snapshots: dict[int, dict[int, Decimal]] = {}
    lines: list[OrderLine] = []

    def day(number: int, *acts: Callable[[datetime], object]) -> None:
        for hour, act in enumerate(acts, start=13):
            weeks.happens(act, day=number, hour=hour)
        snapshots[number] = owed_now()
        # As the timer does, but on some days it was dead.
        if number % 3:
            keep_owed_days(now=at(number + 1, 1))

    lines += [weeks.ordered(weeks.bag, 6, day=0), weeks.ordered(weeks.box, 5, day=0)]
    day(0)
    lines += [weeks.ordered(weeks.bag, 3, day=1, elsewhere=True), weeks.ordered(weeks.bag, 2, day=1, hour=15)]
    day(1, received(weeks.box, weeks.quay, 2))
    day(2, lambda now: move_to_front(line=lines[3], reason="hurry", by=None, now=now))
    day(3, received(weeks.bag, weeks.attic, 2))
    day(4, lambda now: cancel_order(order=lines[0].order, units={lines[0]: Decimal(3)}, by=None, now=now))
    day(5, lambda _: counted_at(weeks.box, weeks.quay, 0))
    day(6, lambda _: Source.objects.filter(pk=weeks.attic.pk).update(is_enabled=False))
    day(7, lambda _: StockItem.objects.filter(product=weeks.box).update(manage_stock=False))
    day(8, lambda _: SourceItem.objects.filter(product=weeks.bag, source=weeks.quay).update(is_in_stock=False))
    day(9, lambda _: StockItem.objects.filter(product=weeks.box).update(manage_stock=None))
    day(10, lambda _: StockSourceLink.objects.filter(stock=weeks.other, source=weeks.quay).delete())
    day(11, lambda _: SourceItem.objects.filter(product=weeks.bag, source=weeks.quay).update(is_in_stock=True))
    day(12, lambda now: _shipped(Order.objects.get(pk=lines[3].order_id), weeks.quay, now))
    day(13, lambda _: Product.objects.filter(pk=weeks.box.pk).delete())
    keep_owed_days(now=at(14, 1))

    for number, owed in snapshots.items():
        assert owed_as_kept(FIRST + timedelta(days=number)) == owed, f"day {number}"
    rows = kept()
    assert len(rows) > 12
    assert not list(owed_differences())
    assert (keep_owed_days(now=at(14, 1)), keep_owed_days_anew(now=at(14, 1)), kept()) == (0, 14, rows)


def _shipped(order: Order, source: Source, now: datetime) -> None:
    line = order.lines.get()
    ship_order(
        order=order,
        source=source,
        units={line: Decimal(2)},
        key="once",
        unpaid_confirmed=True,
        by=None,
        now=now,
    )


@override_settings(TIME_ZONE=BERLIN)
def test_a_day_begins_and_ends_at_the_shops_midnight_when_its_clock_changes_too() -> None:
    """The clock of Berlin went back on 25 October 2026: that day had 25 hours."""
    weeks = Weeks()
    box = product_with_stock(quantity=0, backorders=2, min_qty=0)
    moments = ("2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")
    for moment in map(datetime.fromisoformat, moments):
        with dated(moment):
            place_order(lines={box: 1}, email="ada@example.org", payment_method="checkmo", by=None, now=moment)
    assert keep_owed_days(now=at(9)) == 7
    assert [row[0] for row in kept()] == [2, 3, 3, 4]
    assert weeks.quay.pk


@override_settings(TIME_ZONE=BERLIN)
def test_values_are_amounts_of_the_orders_currency() -> None:
    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    weeks.happens(received(weeks.box, weeks.quay, 1), day=1)
    weeks.happens(received(weeks.box, weeks.quay, 2), day=2)
    keep_owed_days(now=at(3))
    rows = OwedChange.objects.values_list("currency", "became_value", "served_value")
    # 3 x 3.335 is 10.005, 2 x 3.335 is 6.67.
    assert list(rows) == [("USD", Decimal("10.01"), 0), ("USD", 0, Decimal("3.34")), ("USD", 0, Decimal("6.67"))]
