"""Money that moved at the provider is booked once, never more than is left, and comes back as it went."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backorders.actions.steps.take_back import (
    IN_ALL,
    came_back,
    own_refund_failed,
    own_refund_went,
    took_back,
    unknown,
)
from backorders.models import Payment, ProviderEvent, Refund, RefundStatus
from backorders.queries.locks import locked_order
from backorders.rules.payment import ProviderEventKind as Kind
from tests.backorders.provider_money import paid
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def payment() -> Payment:
    """Twenty dollars, captured by card and invoiced."""
    return paid(2).payments.get()


def gone(payment: Payment, amount: str, reference: str = "re_1", kind: Kind = Kind.REFUNDED) -> Refund | None:
    order = locked_order(payment.order_id)
    return took_back(order, payment, kind, reference, Decimal(amount), now=NOW)


def own(payment: Payment, amount: str, status: RefundStatus = RefundStatus.SENDING) -> Refund:
    return Refund.objects.create(
        payment=payment, key=f"own {amount}", amount=amount, status=status, requested_at=NOW, next_try_at=NOW
    )


def status(payment: Payment) -> str:
    return str(Payment.objects.get(pk=payment.pk).status)


def test_what_went_back_is_booked_and_waits_for_its_answer(payment: Payment) -> None:
    refund = gone(payment, "5.00")
    assert refund is not None
    assert (refund.key, refund.amount, refund.status) == ("provider:re_1", 5, "at_provider")
    assert (refund.uncredited, refund.requested_at, refund.sent_at) == (5, NOW, NOW)
    assert status(payment) == "confirmed"


def test_the_same_reference_is_booked_once(payment: Payment) -> None:
    assert gone(payment, "5.00") is not None
    assert gone(payment, "5.00") is None
    assert Refund.objects.count() == 1


def test_never_more_is_booked_than_is_left(payment: Payment) -> None:
    own(payment, "15.00")
    first, second = gone(payment, "9.00"), gone(payment, "9.00", "re_2")
    assert (first and first.amount, second) == (5, None)


def test_all_of_it_makes_the_payment_refunded(payment: Payment) -> None:
    gone(payment, "20.00")
    assert status(payment) == "refunded"


def test_money_that_was_never_sold_needs_no_answer(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(total=25, captured_amount=25)
    payment.refresh_from_db()
    first, second = gone(payment, "3.00"), gone(payment, "4.00", "re_2")
    assert [each and each.uncredited for each in (first, second)] == [0, 2]


def test_a_dispute_that_is_lost_is_money_given_back(payment: Payment) -> None:
    opened = gone(payment, "5.00", "dp_1", Kind.DISPUTE_OPENED)
    assert opened is not None
    assert opened.status == RefundStatus.DISPUTED
    assert gone(payment, "5.00", "dp_1", Kind.DISPUTE_OPENED) is None
    opened.refresh_from_db()
    assert opened.status == RefundStatus.DISPUTED
    assert gone(payment, "5.00", "dp_1", Kind.DISPUTE_LOST) is None
    opened.refresh_from_db()
    assert opened.status == RefundStatus.AT_PROVIDER


def test_a_dispute_that_was_won_and_credited_stays_owed_when_it_is_told_lost_after_that(payment: Payment) -> None:
    opened = gone(payment, "5.00", "dp_1", Kind.DISPUTE_OPENED)
    assert opened is not None
    Refund.objects.update(uncredited=2)
    came_back(payment, "dp_1")
    assert gone(payment, "5.00", "dp_1", Kind.DISPUTE_LOST) is None
    opened.refresh_from_db()
    assert (opened.status, opened.amount) == (RefundStatus.FAILED, 3)


def test_a_refund_that_was_told_as_a_sum_gets_its_name(payment: Payment) -> None:
    nameless = gone(payment, "5.00", f"{IN_ALL}5", Kind.REFUNDED_IN_ALL)
    assert nameless is not None
    assert gone(payment, "4.00", "re_4") is not None
    assert gone(payment, "5.00", "re_5") is None
    nameless.refresh_from_db()
    assert (nameless.key, Refund.objects.count()) == ("provider:re_5", 2)


def test_two_sums_are_two_refunds(payment: Payment) -> None:
    """A provider that tells the sum so far tells a new refund with each new sum."""
    assert gone(payment, "5.00", f"{IN_ALL}5") is not None
    assert gone(payment, "5.00", f"{IN_ALL}10") is not None
    assert Refund.objects.count() == 2


def test_what_came_back_before_it_was_told_to_be_gone_is_there(payment: Payment) -> None:
    ProviderEvent.objects.create(
        payment=payment,
        key="evt",
        kind=Kind.REFUND_FAILED.value,
        reference="re_1",
        amount=5,
        currency="USD",
        at=NOW,
    )
    assert gone(payment, "5.00") is None
    assert gone(payment, "5.00", "re_2") is not None


def test_without_a_reference_payment_and_kind_name_it(payment: Payment) -> None:
    refund = gone(payment, "5.00", "")
    assert refund is not None
    assert refund.key == f"provider:{payment.pk}:refunded"


def test_what_comes_back_uncredited_never_went(payment: Payment) -> None:
    gone(payment, "20.00")
    payment.refresh_from_db()
    assert came_back(payment, "re_1") is not None
    assert (Refund.objects.count(), status(payment)) == (0, "confirmed")
    assert came_back(payment, "re_1") is None


def test_what_comes_back_credited_is_owed_to_the_customer(payment: Payment) -> None:
    refund = gone(payment, "5.00")
    assert refund is not None
    Refund.objects.update(uncredited=2)
    came_back(payment, "re_1")
    refund.refresh_from_db()
    assert (refund.amount, refund.uncredited, refund.status, refund.sent_at) == (3, 0, "failed", None)
    assert refund.message == "The money came back after it had been credited."


def test_what_the_shop_asked_for_is_known(payment: Payment) -> None:
    for amount, of in (("1", RefundStatus.SENDING), ("2", RefundStatus.SENT), ("4", RefundStatus.FAILED)):
        own(payment, amount, of)
    assert unknown(payment, Decimal(10)) == 7
    Refund.objects.all().delete()
    assert unknown(payment, Decimal(10)) == 10


def test_our_own_refund_went_once(payment: Payment) -> None:
    refund, other = own(payment, "20.00"), own(payment, "0.01", RefundStatus.FAILED)
    assert own_refund_went(payment, refund.pk, now=NOW)
    refund.refresh_from_db()
    assert (refund.status, refund.message, refund.sent_at) == ("sent", "", NOW)
    assert own_refund_went(payment, refund.pk, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert Refund.objects.get(pk=refund.pk).sent_at == NOW
    assert own_refund_went(payment, other.pk, now=NOW)
    assert Refund.objects.get(pk=other.pk).status == RefundStatus.FAILED
    assert not own_refund_went(payment, 0, now=NOW)


def test_our_own_refund_that_failed_may_be_sent_again(payment: Payment) -> None:
    refund = own(payment, "20.00")
    own_refund_went(payment, refund.pk, now=NOW)
    payment.refresh_from_db()
    assert payment.status == "refunded"
    assert own_refund_failed(payment, refund.pk, "x" * 300)
    refund.refresh_from_db()
    assert (refund.status, refund.message, refund.sent_at) == ("failed", "x" * 255, None)
    assert status(payment) == "confirmed"
    assert not own_refund_failed(payment, refund.pk, "again")
    assert Refund.objects.get(pk=refund.pk).message == "x" * 255


def test_a_dispute_gives_no_name_to_a_refund_that_was_told_as_a_sum(payment: Payment) -> None:
    assert gone(payment, "5.00", f"{IN_ALL}5", Kind.REFUNDED_IN_ALL) is not None
    assert gone(payment, "5.00", "dp_1", Kind.DISPUTE_OPENED) is not None
    assert {refund.key for refund in Refund.objects.all()} == {f"provider:{IN_ALL}5", "provider:dp_1"}


def test_a_refund_that_is_not_ours_neither_went_nor_failed(payment: Payment) -> None:
    refund = own(payment, "5.00")
    assert not own_refund_went(payment, refund.pk + 1, now=NOW)
    assert not own_refund_failed(payment, refund.pk + 1, "Refused")
    refund.refresh_from_db()
    assert refund.status == RefundStatus.SENDING


def test_what_came_back_of_one_payment_leaves_the_refunds_of_another(payment: Payment) -> None:
    other = Payment.objects.create(
        order=OrderFactory.create(), variant="card", token="other", currency="USD", total=20, captured_amount=20
    )
    assert gone(payment, "5.00", "re_1") is not None
    assert came_back(other, "re_1") is None
    assert Refund.objects.filter(payment=payment).exists()
    assert came_back(payment, "re_1") is not None
    assert not Refund.objects.filter(payment=payment).exists()
