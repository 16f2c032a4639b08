"""Errands at a payment provider: a capture, a withdrawal, a confirmation of what was reopened."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from django.db import transaction
from payments import PaymentError, PaymentStatus
from payments.core import provider_factory

from backorders.actions.attempt import attempt
from backorders.actions.steps.messages import confirm_order
from backorders.models import Errand, ErrandKind, Order, Payment
from backorders.queries.locks import locked_order, payment_claim
from backorders.rules.cancellation import canceled_by_the_shop
from backorders.rules.order_status import OrderStatus


def run_errand(*, errand_id: int, clock: Callable[[], datetime]) -> None:
    """Do the errand when it is due."""
    attempt(model=Errand, pk=errand_id, act=_run, clock=clock)


def _run(errand: Errand) -> None:
    kind, payment_id = ErrandKind(errand.kind), errand.payment_id or 0
    match kind:
        case ErrandKind.CAPTURE:
            capture_payment(payment_id=payment_id, request_key=str(errand.request_key))
        case ErrandKind.WITHDRAW | ErrandKind.RELEASE:
            withdraw_payment(payment_id=payment_id, was_authorised=kind is ErrandKind.RELEASE)
        case ErrandKind.CONFIRM_REOPENED:
            # What it owes stands in the ledger only after the commit that reopened it.
            confirm_order(order=errand.order)
        case _:
            assert_never(kind)


# How long to wait for whoever is asking the provider about this payment; then the next try does it.
PATIENCE = timedelta(seconds=10)


def capture_payment(*, payment_id: int, request_key: str = "") -> None:
    """Capture all of a pre-authorized payment, once. One whose order a person canceled meanwhile is released instead.

    A provider that refuses leaves the payment authorised, with its message: the order expires like any that is not paid. Raises
    what else goes wrong: the errand is tried again, and an authorisation is captured once at most.
    """
    with payment_claim(payment_id, wait=PATIENCE):
        payment = Payment.objects.select_related("order").get(pk=payment_id)
        if payment.status != PaymentStatus.PREAUTH:
            return
        payment.request_key = request_key
        provider = provider_factory(payment.variant, payment)
        try:
            if not _is_wanted(payment.order_id):
                provider.release(payment)
                payment.change_status(PaymentStatus.REFUNDED)
                return
            provider.capture(payment, payment.total)
        except PaymentError as refusal:
            Payment.objects.filter(pk=payment_id).update(message=str(refusal))
            return
        payment.captured_amount = payment.total
        payment.change_status(PaymentStatus.CONFIRMED)


@transaction.atomic
def _is_wanted(order_id: int) -> bool:
    order: Order = locked_order(order_id)
    kinds = order.events.values_list("kind", flat=True)
    return order.status != OrderStatus.CANCELED or canceled_by_the_shop(kinds)


log = logging.getLogger(__name__)


def withdraw_payment(*, payment_id: int, was_authorised: bool) -> None:
    """Close the provider's payment page, or release what it authorised. Best effort: money that comes all the same is settled.

    (`settle_late_payment`.) A provider that keeps nothing open has nothing to withdraw. Raises what goes wrong but a refusal.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.status != PaymentStatus.CANCELLED:
        return
    provider = provider_factory(payment.variant, payment)
    try:
        if was_authorised:
            provider.release(payment)
        else:
            provider.cancel(payment)
    except (PaymentError, NotImplementedError) as refusal:
        log.info("Payment %s was not withdrawn: %s", payment_id, refusal)
