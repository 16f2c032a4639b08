"""Refunds leave once, and nobody loses sight of one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from payments import PaymentError
from payments.core import provider_factory

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.actions.resend_refund import CannotResend, confirm_refund, resend_refund
from backorders.models import Order, OrderEvent, Payment, Refund
from backorders.rules.outbox import KEY_HOLDS, MAX_TRIES
from backorders.storefront.order_payments import order_history
from backorders.tasks.outbox import drain_outbox, send_refund
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


class Gateway:
    """Answers a refund as it was told to, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails_with: Exception | None = None
        self.sent: list[Decimal] = []
        self.keys: list[str] = []
        monkeypatch.setattr(provider_factory("card"), "refund", self.refund)

    def refund(self, payment: Payment, amount: Decimal) -> Decimal:
        # As Stripe's provider does: it keeps the answer and saves the whole row.
        payment.attrs.refund = {"amount": str(amount)}
        payment.save()
        self.keys.append(payment.request_key)
        if self.fails_with is not None:
            raise self.fails_with
        self.sent.append(amount)
        return amount


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    return Gateway(monkeypatch)


def canceled() -> Refund:
    bag = product_with_stock(quantity=10, price=Decimal("34.00"))
    order = place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.get().change_status("confirmed")
    cancel_order(order=order, by=None, now=timezone.now())
    return Refund.objects.get()


def state(refund: Refund) -> tuple[str, str, str]:
    refund.refresh_from_db()
    return refund.status, refund.message, Payment.objects.get(pk=refund.payment_id).status


def events(order: Order) -> list[str]:
    return list(OrderEvent.objects.filter(order=order, kind="refunded").values_list("text", flat=True))


def test_send_refund_sends_once_and_the_payment_is_refunded(gateway: Gateway) -> None:
    refund = canceled()
    send_refund.call(refund.pk)
    send_refund.call(refund.pk)
    assert gateway.sent == [Decimal("68.00")]
    assert state(refund) == ("sent", "", "refunded")
    assert refund.sent_at is not None


def test_a_refused_refund_says_why_and_is_sent_again_by_people_only(gateway: Gateway) -> None:
    refund = canceled()
    gateway.fails_with = PaymentError("Insufficient balance.")
    send_refund.call(refund.pk)
    send_refund.call(refund.pk)
    assert state(refund) == ("failed", "Insufficient balance.", "confirmed")
    gateway.fails_with = None
    resend_refund(refund=refund, by=None, now=timezone.now())
    send_refund.call(refund.pk)
    assert state(refund) == ("sent", "", "refunded")
    assert events(refund.payment.order)[-1] == "The refund of USD 68.00 is sent again."
    # To the shopper it is the same refund.
    assert [what for _, what in order_history(refund.payment.order)][-1] == "Canceled"


@pytest.mark.parametrize("error", [TimeoutError("timed out\0"), RuntimeError("boom"), TypeError("no JSON")])
def test_a_refund_without_an_answer_may_have_arrived(gateway: Gateway, error: Exception) -> None:
    refund = canceled()
    gateway.fails_with = error
    send_refund.call(refund.pk)
    gateway.fails_with = None
    send_refund.call(refund.pk)
    assert state(refund) == ("sending", str(error).replace("\0", ""), "confirmed")
    assert gateway.sent == []


def test_mark_as_sent_sends_nothing(gateway: Gateway) -> None:
    refund = canceled()
    gateway.fails_with = TimeoutError()
    send_refund.call(refund.pk)
    confirm_refund(refund=refund, by=None, now=timezone.now())
    assert (state(refund), gateway.sent) == (("sent", "", "refunded"), [])


def test_a_refund_that_was_sent_is_not_sent_again(gateway: Gateway) -> None:
    refund = canceled()
    send_refund.call(refund.pk)
    for act in (resend_refund, confirm_refund):
        with pytest.raises(CannotResend, match="It stands at: Sent"):
            act(refund=refund, by=None, now=timezone.now())
    assert (len(gateway.sent), state(refund)) == (1, ("sent", "", "refunded"))


def later() -> None:
    Refund.objects.filter(next_try_at__isnull=False).update(next_try_at=timezone.now() - timedelta(seconds=1))
    drain_outbox(now=timezone.now())


def test_an_unanswered_refund_is_asked_again_under_its_key(gateway: Gateway) -> None:
    refund = canceled()
    gateway.fails_with = TimeoutError("timed out")
    later()
    gateway.fails_with = None
    later()
    later()
    assert gateway.keys == [str(refund.request_key)] * 2
    assert (gateway.sent, state(refund)) == ([Decimal("68.00")], ("sent", "", "refunded"))


def test_an_unanswered_refund_stays_with_people_where_the_provider_keeps_no_keys(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_factory("card"), "keeps_request_keys", False)
    refund = canceled()
    gateway.fails_with = TimeoutError("timed out")
    for _ in range(3):
        later()
    assert (len(gateway.keys), state(refund)) == (1, ("sending", "timed out", "confirmed"))
    assert (refund.next_try_at, refund.is_unanswered(now=timezone.now())) == (None, True)


def test_a_refund_whose_key_the_provider_may_have_forgotten_stays_with_people(gateway: Gateway) -> None:
    refund = canceled()
    gateway.fails_with = TimeoutError("timed out")
    later()
    Refund.objects.update(requested_at=timezone.now() - KEY_HOLDS)
    later()
    assert (len(gateway.keys), state(refund)) == (1, ("sending", "timed out", "confirmed"))
    assert refund.next_try_at is None


def test_a_refund_is_given_up_to_people_after_its_tries(gateway: Gateway) -> None:
    refund = canceled()
    gateway.fails_with = TimeoutError("timed out")
    for _ in range(MAX_TRIES + 2):
        later()
    assert (len(gateway.keys), state(refund)) == (MAX_TRIES, ("sending", "timed out", "confirmed"))


@pytest.mark.parametrize(("error", "is_same"), [(TimeoutError("t"), True), (PaymentError("No."), False)])
def test_people_send_again_under_the_same_key_unless_it_was_refused(
    gateway: Gateway, error: Exception, is_same: bool
) -> None:
    refund = canceled()
    gateway.fails_with = error
    later()
    gateway.fails_with = None
    resend_refund(refund=refund, by=None, now=timezone.now())
    later()
    first, second = gateway.keys
    assert ((first == second), state(refund)) == (is_same, ("sent", "", "refunded"))
