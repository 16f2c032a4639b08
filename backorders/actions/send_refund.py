"""Tell a provider to give money back, once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from payments import PaymentError
from payments.core import provider_factory

from backorders.models import Refund, RefundStatus
from backorders.queries.locks import PaymentBusy, locked_due, locked_with_order, payment_claim
from backorders.rules.outbox import claim_ends, key_still_holds, next_try
from backorders.words.outbox import in_words

# Two refunds of one payment are sent one after the other: the second is taken up by the outbox again.
PATIENCE = timedelta(seconds=10)
log = logging.getLogger(__name__)


def send_refund(*, refund_id: int, clock: Callable[[], datetime]) -> None:
    """Send the refund when it is due. What is begun is marked first; one without an answer is asked again under the same key.

    A provider that refuses makes it `FAILED`. Whatever else goes wrong leaves it `SENDING`, because it may have arrived: when the
    provider keeps no keys, or not as long, only people send it again.
    """
    payment_id = Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id)
    try:
        with payment_claim(payment_id, wait=PATIENCE):
            refund = _begun(refund_id, now=clock())
            if refund is not None:
                _send(refund, clock)
    except PaymentBusy:
        log.info("Refund %s waits: its payment's provider is being asked", refund_id)


def _send(refund: Refund, clock: Callable[[], datetime]) -> None:
    payment = refund.payment
    payment.asked_refund, payment.request_key = refund.pk, str(refund.request_key)
    try:
        provider_factory(payment.variant, payment).refund(payment, refund.amount)
    except PaymentError as refusal:
        log.warning("Refund %s was refused", refund.pk, exc_info=True, extra={"order": payment.order_id})
        _answered(refund, RefundStatus.FAILED, in_words(refusal), now=clock())
    except Exception as error:
        # Whatever the error is: the money may have gone.
        log.exception("Refund %s was sent, but not confirmed", refund.pk, extra={"order": payment.order_id})
        _answered(refund, RefundStatus.SENDING, in_words(error), now=clock())
    else:
        _answered(refund, RefundStatus.SENT, "", now=clock())


@transaction.atomic
def _begun(refund_id: int, *, now: datetime) -> Refund | None:
    refund = locked_due(Refund, refund_id, now=now, with_=("payment",))
    if refund is None:
        return None
    if refund.status == RefundStatus.SENDING and not key_still_holds(requested_at=refund.requested_at, now=now):
        log.error("Refund %s was never answered, and its key is too old: people decide", refund_id)
        refund.next_try_at = None
        refund.save(update_fields=("next_try_at",))
        return None
    refund.status, refund.message, refund.begun_at = RefundStatus.SENDING, "", now
    refund.tries += 1
    # None: if the worker is killed now, people have to find out whether the money went.
    refund.next_try_at = claim_ends(now=now) if _keeps_keys(refund) else None
    refund.save(update_fields=("status", "message", "begun_at", "tries", "next_try_at"))
    return refund


def _keeps_keys(refund: Refund) -> bool:
    provider = provider_factory(refund.payment.variant, refund.payment)
    return bool(getattr(provider, "keeps_request_keys", False))


@transaction.atomic
def _answered(refund: Refund, status: RefundStatus, message: str, *, now: datetime) -> None:
    payment = locked_with_order(refund.payment)[1]
    if Refund.objects.values_list("status", "tries").get(pk=refund.pk) != (RefundStatus.SENDING, refund.tries):
        # The provider's message arrived before its answer, or this worker's claim ran out.
        return
    refund.status, refund.message = status, message
    refund.sent_at = now if status is RefundStatus.SENT else None
    is_open = status is RefundStatus.SENDING and refund.next_try_at is not None
    refund.next_try_at = next_try(tries=refund.tries, now=now) if is_open else None
    refund.save(update_fields=("status", "message", "sent_at", "next_try_at"))
    payment.note_given_back()
