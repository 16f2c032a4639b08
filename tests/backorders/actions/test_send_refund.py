"""A refund is sent when it is due, once; its row says when, and what came back."""

from datetime import UTC, datetime, timedelta

import pytest
from payments import PaymentError
from payments.core import provider_factory

from backorders.actions.send_refund import send_refund
from backorders.models import Payment, Refund
from tests.backorders.outbox import refund_due

pytestmark = pytest.mark.django_db

LATER = datetime(2099, 1, 1, tzinfo=UTC)


def sent(refund: Refund, *, at: datetime = LATER) -> Refund:
    send_refund(refund_id=refund.pk, clock=lambda: at)
    refund.refresh_from_db()
    return refund


def test_what_went_is_noted_with_the_time_of_the_clock() -> None:
    refund = sent(refund_due())
    assert (refund.status, refund.begun_at, refund.sent_at, refund.next_try_at) == ("sent", LATER, LATER, None)
    assert Payment.objects.get().status == "refunded"


def test_what_is_not_due_yet_stays() -> None:
    refund = refund_due()
    assert sent(refund, at=refund.requested_at - timedelta(hours=1)).status == "requested"


@pytest.mark.parametrize(
    ("answer", "status"), [(PaymentError("No balance."), "failed"), (TimeoutError("No balance."), "sending")]
)
def test_what_did_not_go_says_why(monkeypatch: pytest.MonkeyPatch, answer: Exception, status: str) -> None:
    def refuse(*_: object) -> None:
        raise answer

    monkeypatch.setattr(provider_factory("card"), "refund", refuse)
    refund = sent(refund_due())
    assert (refund.status, refund.message, refund.sent_at) == (status, "No balance.", None)
