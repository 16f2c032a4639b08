"""Tell a provider to give money back, once."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from payments import PaymentError
from payments.core import provider_factory

from backorders.models import Refund, RefundStatus

LONGEST_MESSAGE = 255


@task()
def send_refund(refund_id: int) -> None:
    """Send the refund unless it was begun before. What is begun is marked first: a crash leaves it to people, never sends twice."""
    with transaction.atomic():
        refund = Refund.objects.select_for_update(of=("self",)).select_related("payment").get(pk=refund_id)
        if refund.status != RefundStatus.REQUESTED:
            return
        refund.status = RefundStatus.SENDING
        refund.save(update_fields=("status",))
    payment = refund.payment
    try:
        provider_factory(payment.variant, payment).refund(payment, refund.amount)
    except PaymentError as refusal:
        refund.status, refund.message = RefundStatus.FAILED, str(refusal)[:LONGEST_MESSAGE]
    else:
        refund.status, refund.sent_at = RefundStatus.SENT, timezone.now()
    refund.save(update_fields=("status", "message", "sent_at"))
