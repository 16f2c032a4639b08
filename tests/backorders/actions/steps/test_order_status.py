"""An order's status follows its lines, and what nobody pays is given up by the shop."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from backorders.actions.place_order import place_order
from backorders.actions.steps.order_status import cancel_unpaid, settle_status
from backorders.models import EventKind, Notification, Order, OrderLine, Payment
from backorders.queries.locks import locked_order
from catalog.models import Reservation
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 3, 12, tzinfo=UTC)
OPEN: dict[str, Any] = {"ordered": 2}
PAID: dict[str, Any] = {"ordered": 2, "invoiced": 2}
DONE: dict[str, Any] = {"ordered": 2, "invoiced": 2, "shipped": 2}
GONE: dict[str, Any] = {"ordered": 2, "canceled": 2}
BACK: dict[str, Any] = {"ordered": 2, "invoiced": 2, "refunded": 2, "released": 2}


def settled(order: Order, *, by: User | None = None) -> tuple[str, str]:
    settle_status(locked_order(order.pk), by=by, now=LATER)
    order.refresh_from_db()
    return order.status, order.held_from


@pytest.mark.parametrize(
    ("lines", "before", "after"),
    [
        ([OPEN], ("pending_payment", ""), ("pending_payment", "")),
        ([PAID], ("pending_payment", ""), ("processing", "")),
        ([PAID, OPEN], ("processing", ""), ("processing", "")),
        ([DONE, GONE], ("processing", ""), ("complete", "")),
        ([BACK], ("processing", ""), ("closed", "")),
        ([PAID], ("holded", "pending_payment"), ("holded", "processing")),
        ([DONE], ("holded", "complete"), ("holded", "complete")),
        ([DONE], ("holded", "processing"), ("complete", "")),
        ([BACK], ("holded", "processing"), ("closed", "")),
    ],
)
def test_the_status_follows_the_lines_and_a_hold_stays_while_there_is_something_to_hold(
    lines: list[dict[str, Any]], before: tuple[str, str], after: tuple[str, str]
) -> None:
    order = OrderFactory.create(status=before[0], held_from=before[1])
    for line in lines:
        OrderLineFactory.create(order=order, **line)
    assert settled(order) == after
    assert (order.canceled_at, order.canceled_by) == (None, None)


@pytest.mark.parametrize("held_from", ["", "processing"])
def test_an_order_that_is_given_up_says_when_and_by_whom_and_forgets_it_when_it_is_opened(held_from: str) -> None:
    ada = User.objects.create_user("ada")
    order = OrderFactory.create(status="holded" if held_from else "processing", held_from=held_from)
    line = OrderLineFactory.create(order=order, **GONE)
    assert settled(order, by=ada) == ("canceled", "")
    assert (order.canceled_at, order.canceled_by) == (LATER, ada)
    OrderLine.objects.filter(pk=line.pk).update(canceled=0, invoiced=2)
    assert settled(order) == ("processing", "")
    assert (order.canceled_at, order.canceled_by) == (None, None)


def test_an_order_that_stays_where_it_is_is_not_written() -> None:
    order = OrderFactory.create(status="canceled", canceled_at=NOON)
    OrderLineFactory.create(order=order, **GONE)
    assert settled(order, by=User.objects.create_user("ada")) == ("canceled", "")
    assert (order.canceled_at, order.canceled_by) == (NOON, None)


def placed() -> Order:
    bag, cap = product_with_stock(quantity=5, sku="BAG"), product_with_stock(quantity=5, sku="CAP")
    return place_order(lines={bag: 2, cap: 3}, email="ada@example.org", by=None, now=NOON)


def given_up(order: Order, kind: EventKind = EventKind.EXPIRED) -> bool:
    return cancel_unpaid(locked_order(order.pk), kind=kind, text="No money came.", now=LATER)


def test_an_order_that_nobody_pays_gives_all_its_units_back_once() -> None:
    order = placed()
    assert [given_up(order), given_up(order)] == [True, False]
    order.refresh_from_db()
    event = order.events.get(kind=EventKind.EXPIRED)
    assert (order.status, order.canceled_at, event.text, event.at) == ("canceled", LATER, "No money came.", LATER)
    assert list(order.lines.values_list("canceled", flat=True)) == [2, 3]
    rows = Reservation.objects.filter(event_type="order_canceled").order_by("pk")
    assert [(row.quantity, row.event_key) for row in rows] == [
        (line.ordered, f"order_canceled:{order.pk}:unpaid:{line.pk}") for line in order.lines.all()
    ]


def test_only_what_has_not_left_is_given_up() -> None:
    order = OrderFactory.create(status="pending_payment")
    half = OrderLineFactory.create(order=order, ordered=3, shipped=1)
    whole = OrderLineFactory.create(order=order, ordered=2, shipped=2)
    assert given_up(order)
    assert list(order.lines.values_list("pk", "canceled")) == [(half.pk, 2), (whole.pk, 0)]


@pytest.mark.parametrize(
    ("status", "line"), [("processing", PAID), ("complete", DONE), ("canceled", GONE), ("pending_payment", GONE)]
)
def test_what_is_paid_over_or_given_up_is_left_alone(status: str, line: dict[str, Any]) -> None:
    order = OrderFactory.create(status=status, canceled_at=NOON if status == "canceled" else None)
    OrderLineFactory.create(order=order, **line)
    assert not given_up(order)
    assert not order.events.exists()


@pytest.mark.parametrize(
    ("kind", "asks_here", "words"),
    [
        (EventKind.EXPIRED, True, "No payment for it arrived in time."),
        (EventKind.REFUSED, True, ""),
        (EventKind.REFUSED, False, "Its payment was refused."),
    ],
)
def test_who_does_not_read_it_on_the_page_gets_a_mail_that_says_why(
    kind: EventKind, words: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, asks_here: bool
) -> None:
    if not asks_here:
        monkeypatch.setattr("payments.core.PROVIDER_CACHE", {})
        settings.PAYMENT_VARIANTS = {"card": ("payments.dummy.DummyProvider", {})}
    order = placed()
    assert given_up(order, kind)
    notes = Notification.objects.filter(order=order)
    assert [words in note.body_text for note in notes] == ([True] if words else [])


def test_money_that_was_not_enough_goes_back_with_the_order() -> None:
    order = placed()
    Payment.objects.filter(order=order).update(status="confirmed", captured_amount=Decimal("7.00"))
    assert given_up(order)
    refund = order.payments.get().refunds.get()
    assert (refund.amount, refund.key) == (7, f"unpaid:{order.pk}:{order.payments.get().pk}")
    assert "The payment that arrived was not enough for it." in Notification.objects.get(order=order).body_text
