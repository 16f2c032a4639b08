"""Capture money that was only authorised, or let it go when nobody wants it any more."""

from datetime import timedelta

from django.db import transaction
from payments import PaymentError, PaymentStatus
from payments.core import provider_factory

from backorders.models import Order, Payment
from backorders.queries.locks import locked_order, payment_claim
from backorders.rules.cancelled_by_the_shop import cancelled_by_the_shop
from backorders.rules.order_status import OrderStatus

# How long to wait for whoever is asking the provider about this payment; then the next try does it.
PATIENCE = timedelta(seconds=10)


def capture_payment(payment_id: int, *, request_key: str = "") -> None:
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
    return order.status != OrderStatus.CANCELED or cancelled_by_the_shop(kinds)
