"""Refunds that people look after: refused by the provider, hanging, or never answered."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backorders.models import Payment, Refund, RefundStatus
from backorders.queries.payment import unconfirmed_refunds
from backorders.rules.payment import ANSWER_WITHIN, SENT_WITHIN
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("status", "age", "begun", "message", "is_shown"),
    [
        (RefundStatus.FAILED, MOMENT, MOMENT, "", True),
        (RefundStatus.REQUESTED, SENT_WITHIN, None, "", False),
        (RefundStatus.REQUESTED, SENT_WITHIN + MOMENT, None, "", True),
        (RefundStatus.SENDING, SENT_WITHIN + MOMENT, ANSWER_WITHIN, "", False),
        (RefundStatus.SENDING, MOMENT, ANSWER_WITHIN + MOMENT, "", True),
        (RefundStatus.SENDING, MOMENT, MOMENT, "No answer", True),
        (RefundStatus.SENDING, MOMENT, None, "", True),
        (RefundStatus.SENT, 2 * SENT_WITHIN, 2 * SENT_WITHIN, "No answer", False),
        (RefundStatus.BY_HAND, 2 * SENT_WITHIN, None, "", False),
        (RefundStatus.AT_PROVIDER, 2 * SENT_WITHIN, None, "", False),
        (RefundStatus.DISPUTED, 2 * SENT_WITHIN, None, "", False),
    ],
)
def test_people_see_refunds_that_failed_hang_or_were_never_answered(
    status: RefundStatus, age: timedelta, begun: timedelta | None, message: str, *, is_shown: bool
) -> None:
    payment = Payment.objects.create(order=OrderFactory.create(), variant="card", currency="USD", total=10)
    refund = Refund.objects.create(
        payment=payment,
        key="r",
        amount=Decimal(1),
        status=status,
        message=message,
        requested_at=NOW - age,
        begun_at=None if begun is None else NOW - begun,
        next_try_at=NOW,
    )
    assert list(unconfirmed_refunds(now=NOW)) == ([refund] if is_shown else [])
    if status == RefundStatus.SENDING:
        assert refund.is_unanswered(now=NOW) == is_shown
