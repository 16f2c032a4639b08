"""What of the outbox is due, and who takes it up while the others pass it over."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from backorders.models import (
    Errand,
    ErrandKind,
    LowStockTelling,
    Notification,
    Order,
    Payment,
    Refund,
    RefundStatus,
)
from backorders.models.outbox import OutboxRow
from backorders.queries import locks
from backorders.queries.locks import due, locked_due
from catalog.models import LowStockNotice, SourceItem
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import product_with_stock
from tests.locks_taken import locks_taken

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def payment_of(order: Order) -> Payment:
    return Payment.objects.create(order=order, variant="card", currency="USD", total=10)


def refund_of(payment: Payment, status: RefundStatus) -> Refund:
    key = uuid.uuid4().hex
    return Refund.objects.create(payment=payment, key=key, amount=1, status=status, requested_at=NOW, next_try_at=NOW)


def note(*, at: datetime | None = NOW, sent_at: datetime | None = None, tries: int = 0) -> Notification:
    return Notification.objects.create(
        key=uuid.uuid4().hex,
        recipient="ada@example.org",
        subject="Hello",
        body_text="Hello.",
        next_try_at=at,
        sent_at=sent_at,
        tries=tries,
    )


def test_rows_are_due_the_longest_waiting_first_until_they_are_sent() -> None:
    last, first = note(at=NOW), note(at=NOW - MOMENT)
    twin = note(at=NOW)
    note(at=NOW + MOMENT), note(sent_at=NOW), note(at=None, tries=99)
    assert list(due(Notification, now=NOW)) == [first, last, twin]
    errand = Errand.objects.create(kind=ErrandKind.CONFIRM_REOPENED, order=OrderFactory.create(), next_try_at=NOW)
    assert list(due(Errand, now=NOW)) == [errand]


@pytest.mark.parametrize("status", RefundStatus)
def test_a_refund_that_was_answered_is_never_due(status: RefundStatus) -> None:
    refund = refund_of(payment_of(OrderFactory.create()), status)
    is_due = status in {RefundStatus.REQUESTED, RefundStatus.SENDING}
    assert list(due(Refund, now=NOW)) == ([refund] if is_due else [])


@pytest.mark.parametrize("read_along", [(), ("order",)])
def test_a_due_row_is_taken_up_by_one_and_passed_over_by_the_others(read_along: tuple[str, ...]) -> None:
    row, later = note(), note(at=NOW + MOMENT)

    def take(each: OutboxRow) -> OutboxRow | None:
        return locked_due(Notification, each.pk, now=NOW, with_=read_along)

    assert (take(row), take(later)) == (row, None)
    assert locks_taken(lambda: take(row)) == ["notification by next_try_at, id: update, or passes over"]


def test_a_message_is_locked_and_its_order_is_only_read() -> None:
    row = note()
    Notification.objects.filter(pk=row.pk).update(subject="Changed")
    assert locks.locked_outbox_row(row).subject == "Changed"
    assert locks_taken(lambda: locks.locked_outbox_row(row)) == ["notification: update"]


@pytest.fixture
def notices() -> list[LowStockNotice]:
    for _ in range(3):
        SourceItem.objects.filter(product=product_with_stock(quantity=9, notify_stock_qty=5)).update(quantity=1)
    return list(LowStockNotice.objects.order_by("pk"))


def test_new_notices_are_those_that_nobody_was_named_for(notices: list[LowStockNotice]) -> None:
    LowStockNotice.objects.filter(pk=notices[0].pk).update(is_dispatched=True)
    assert locks.locked_new_notices(most=2) == notices[1:3]
    assert locks_taken(lambda: locks.locked_new_notices(most=2)) == [
        "lowstocknotice by id: no key update, or passes over"
    ]


def test_what_somebody_is_to_hear_is_his_due_and_untold(notices: list[LowStockNotice]) -> None:
    def telling(place: int, recipient: str = "ada@example.org", **fields: object) -> LowStockTelling:
        made: LowStockTelling = LowStockTelling.objects.create(
            notice=notices[place], recipient=recipient, **{"due_at": NOW, **fields}
        )
        return made

    second, first = telling(1), telling(0)
    telling(2, due_at=NOW + MOMENT), telling(3, notification=note()), telling(0, "eve@example.org")
    assert locks.locked_tellings("ada@example.org", now=NOW) == [first, second]
    assert locks_taken(lambda: locks.locked_tellings("ada@example.org", now=NOW)) == [
        "lowstocktelling by notice_id: update, or passes over"
    ]
