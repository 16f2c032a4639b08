"""Stripe's messages about money: only its own session, amount and currency pay an order; what moves outside reaches it."""

import json
from decimal import Decimal
from typing import Any

import pytest
import stripe
from django.test import Client
from django.utils import timezone
from payments import PaymentError
from pytest_django.fixtures import Settings

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order, Payment, Refund
from backorders.queries.promise_differences import payment_differences
from backorders.tasks.outbox import send_refund
from inventory_site.stripe_provider import from_stripe, to_stripe
from tests.backorders.stripe_shop import StripeShop
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> StripeShop:
    return StripeShop(settings, monkeypatch)


def started() -> Payment:
    order = place_order(
        lines={product_with_stock(quantity=5, price=Decimal("20.00")): 1},
        email="ada@example.org",
        by=None,
        now=timezone.now(),
    )
    pay_order(payment=order.payments.get(), details={}, now=timezone.now())
    return order.payments.get()


def paid(gateway: StripeShop, client: Client) -> Payment:
    payment = started()
    assert gateway.tell(client, payment, "paid") == 200
    return Payment.objects.get(pk=payment.pk)


def tell(gateway: StripeShop, client: Client, kind: str, key: str = "evt_9", **about: Any) -> int:
    told = {"payment_intent": "pi_1", "currency": "usd", **about}
    return gateway.send(client, json.dumps({"id": key, "object": "event", "type": kind, "data": {"object": told}}))


def books() -> tuple[str, Decimal, tuple[object, ...]]:
    gone = sum((refund.amount for refund in Refund.objects.all()), Decimal(0))
    return Order.objects.get().status, gone, payment_differences()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "cs_of_a_payment_link", "amount_total": 1}, "pending_payment"),
        ({"id": "cs_of_a_payment_link"}, "pending_payment"),
        ({"amount_total": 1}, "holded"),
        ({"currency": "eur"}, "holded"),
        ({"currency": "jpy"}, "holded"),
    ],
)
def test_only_the_own_session_amount_and_currency_pay_an_order(
    gateway: StripeShop, client: Client, changes: dict[str, Any], status: str
) -> None:
    payment = started()
    message = gateway.message(payment, "paid")
    message["data"]["object"].update(changes)
    for _ in range(2):
        assert gateway.send(client, json.dumps(message)) == 200
    order = Order.objects.get()
    assert (order.status, order.lines.get().invoiced, order.standing) == (status, 0, "pending_payment")


def test_a_payment_that_fails_late_is_told(gateway: StripeShop, client: Client) -> None:
    payment = started()
    assert gateway.tell(client, payment, "unpaid") == 200
    message = gateway.message(payment, "unpaid") | {"id": "evt_2", "type": "checkout.session.async_payment_failed"}
    assert gateway.send(client, json.dumps(message)) == 200
    order = Order.objects.get()
    assert (order.status, order.payments.get().status) == ("canceled", "rejected")


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("refund.created", {"id": "re_9", "object": "refund", "amount": 2000, "status": "succeeded"}),
        ("charge.refunded", {"id": "ch_1", "object": "charge", "amount_refunded": 2000}),
        ("charge.dispute.created", {"id": "dp_1", "object": "dispute", "amount": 2000, "status": "needs_response"}),
        ("charge.dispute.closed", {"id": "dp_1", "object": "dispute", "amount": 2000, "status": "lost"}),
    ],
)
def test_money_that_went_back_at_stripe_holds_the_order(
    gateway: StripeShop, client: Client, kind: str, about: dict[str, Any]
) -> None:
    paid(gateway, client)
    for _ in range(2):
        assert tell(gateway, client, kind, **about) == 200
    assert books() == ("holded", 20, ())


def test_a_refund_that_is_told_as_a_sum_and_by_name_counts_once(gateway: StripeShop, client: Client) -> None:
    paid(gateway, client)
    named: dict[str, Any] = {"id": "re_9", "object": "refund", "amount": 500, "status": "succeeded"}
    summed: dict[str, Any] = {"id": "ch_1", "object": "charge", "amount_refunded": 500}
    tell(gateway, client, "charge.refunded", "evt_a", **summed)
    tell(gateway, client, "refund.created", "evt_b", **named)
    tell(gateway, client, "refund.updated", "evt_c", **named)
    tell(gateway, client, "charge.refunded", "evt_d", **summed)
    assert books() == ("holded", 5, ())


def test_a_dispute_that_is_won_gives_the_money_back(gateway: StripeShop, client: Client) -> None:
    paid(gateway, client)
    dispute: dict[str, Any] = {"id": "dp_1", "object": "dispute", "amount": 2000}
    tell(gateway, client, "charge.dispute.created", "evt_a", status="needs_response", **dispute)
    tell(gateway, client, "charge.dispute.funds_withdrawn", "evt_b", status="needs_response", **dispute)
    tell(gateway, client, "charge.dispute.funds_reinstated", "evt_c", status="won", **dispute)
    tell(gateway, client, "charge.dispute.closed", "evt_d", status="won", **dispute)
    assert books() == ("holded", 0, ())


def test_our_own_refund_is_known_by_its_name_and_may_fail_late(gateway: StripeShop, client: Client) -> None:
    payment = paid(gateway, client)
    cancel_order(order=payment.order, by=None, now=timezone.now())
    refund = Refund.objects.get()
    send_refund.func(refund.pk)
    assert gateway.refunds[0]["metadata"] == {"refund": str(refund.pk)}
    ours: dict[str, Any] = {"id": "re_1", "object": "refund", "amount": 2000, "metadata": {"refund": str(refund.pk)}}
    tell(gateway, client, "refund.created", "evt_a", status="succeeded", **ours)
    tell(gateway, client, "charge.refunded", "evt_b", id="ch_1", object="charge", amount_refunded=2000)
    assert books() == ("canceled", 20, ())
    tell(gateway, client, "refund.failed", "evt_c", status="failed", failure_reason="lost_or_stolen_card", **ours)
    assert (Refund.objects.get().status, Refund.objects.get().message) == ("failed", "lost_or_stolen_card")
    assert Payment.objects.get().status == "confirmed"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (stripe.APIConnectionError("timed out"), "sending"),
        (stripe.APIError("500"), "sending"),
        (stripe.InvalidRequestError("Charge already refunded", None), "failed"),
    ],
)
def test_a_refund_that_stripe_did_not_answer_was_not_refused(
    gateway: StripeShop, client: Client, error: stripe.StripeError, status: str
) -> None:
    payment = paid(gateway, client)
    cancel_order(order=payment.order, by=None, now=timezone.now())
    refund = Refund.objects.get()
    gateway.fails_with = error
    send_refund.func(refund.pk)
    assert (Refund.objects.get().status, Refund.objects.get().next_try_at is not None) == (status, status == "sending")


def test_stripe_is_asked_for_a_refund_under_its_key(gateway: StripeShop, client: Client) -> None:
    payment = paid(gateway, client)
    cancel_order(order=payment.order, by=None, now=timezone.now())
    refund = Refund.objects.get()
    send_refund.func(refund.pk)
    assert gateway.refunds[0]["idempotency_key"] == str(refund.request_key)


def test_a_message_about_money_that_is_not_known_is_sent_again(gateway: StripeShop, client: Client) -> None:
    started()
    about: dict[str, Any] = {"id": "re_9", "object": "refund", "amount": 2000, "status": "succeeded"}
    assert tell(gateway, client, "refund.created", **about) == 404


@pytest.mark.parametrize(
    ("amount", "currency", "count"), [("101", "JPY", 101), ("10.5", "KWD", 10500), ("20", "usd", 2000)]
)
def test_stripe_counts_in_its_smallest_unit(amount: str, currency: str, count: int) -> None:
    assert to_stripe(Decimal(amount), currency) == count
    assert from_stripe(count, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("10.505", "KWD"), ("100.5", "JPY"), ("10.50", "MGA")])
def test_what_stripe_cannot_take_is_refused_before_anybody_pays(amount: str, currency: str) -> None:
    with pytest.raises(PaymentError, match="in steps of"):
        to_stripe(Decimal(amount), currency)
