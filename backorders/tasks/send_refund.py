"""Tell a provider to give money back, once."""

import logging

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from payments import PaymentError
from payments.core import provider_factory

from backorders.models import Payment, Refund, RefundStatus
from backorders.queries.locks import locked_order, payment_claim
from backorders.rules.refund_answer import ANSWER_WITHIN

LONGEST_MESSAGE = 255
log = logging.getLogger(__name__)


@task()
def send_refund(refund_id: int) -> None:
    """Send the refund unless it was begun before. What is begun is marked first: a crash leaves it to people, never sends twice.

    A provider that refuses makes it `FAILED`; whatever else goes wrong leaves it `SENDING`, because it may have arrived.
    """
    payment_id = Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id)
    # Two refunds of one payment are sent one after the other.
    with payment_claim(payment_id, wait=ANSWER_WITHIN):
        refund = _begun(refund_id)
        if refund is None:
            return
        payment = refund.payment
        try:
            payment.asked_refund = refund.pk
            provider_factory(payment.variant, payment).refund(payment, refund.amount)
        except PaymentError as refusal:
            _answered(refund, RefundStatus.FAILED, str(refusal))
        except Exception as error:
            # Of any kind: nobody knows whether the money has gone, and sending again could give it back twice.
            log.exception("Refund %s was sent, but not confirmed", refund_id)
            _answered(refund, RefundStatus.SENDING, str(error) or type(error).__name__)
        else:
            _answered(refund, RefundStatus.SENT, "")


@transaction.atomic
def _begun(refund_id: int) -> Refund | None:
    refund = Refund.objects.select_for_update(of=("self",)).select_related("payment").get(pk=refund_id)
    if refund.status != RefundStatus.REQUESTED:
        return None
    refund.status, refund.message, refund.begun_at = RefundStatus.SENDING, "", timezone.now()
    refund.save(update_fields=("status", "message", "begun_at"))
    return refund


@transaction.atomic
def _answered(refund: Refund, status: RefundStatus, message: str) -> None:
    locked_order(refund.payment.order_id)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=refund.payment_id)
    if Refund.objects.values_list("status", flat=True).get(pk=refund.pk) != RefundStatus.SENDING:
        # The provider's own message was faster than its answer.
        return
    refund.status, refund.message = status, message.replace("\0", "")[:LONGEST_MESSAGE]
    refund.sent_at = timezone.now() if status is RefundStatus.SENT else None
    refund.save(update_fields=("status", "message", "sent_at"))
    payment.note_given_back()
