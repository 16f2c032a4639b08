"""A refund that has not left is sent again, or confirmed by hand."""

import uuid
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.models import EventKind, OrderEvent, Refund, RefundStatus
from backorders.queries.locks import locked_order, locked_payment, locked_refund
from backorders.signals import outbox_row_due
from backorders.words.outbox import not_again_words
from catalog.rules.money import amount_text
from catalog.words.refusal import Refused


@transaction.atomic
def confirm_refund(*, refund: Refund, by: User | None, now: datetime) -> Refund:
    """Note that `refund` has gone: nothing is sent. Raises `CannotResend` unless it failed or was not confirmed."""
    found = _judged(refund, now=now)
    payment = locked_payment(found.payment_id)
    found.status, found.message, found.sent_at = RefundStatus.SENT, "", now
    found.save(update_fields=("status", "message", "sent_at"))
    amount = amount_text(found.amount, payment.currency)
    text = f"The refund of {amount} was marked as sent."
    key = f"{AGAIN}{uuid.uuid4()}"
    OrderEvent.objects.create(order=found.payment.order, kind=EventKind.REFUNDED, text=text, key=key, at=now, by=by)
    payment.note_given_back()
    return found


# Prefix of the keys of events about a refund that the history has already.
AGAIN = "refund_again:"


class CannotResend(Refused):
    """Nothing changed; the problem says how the refund stands."""


@transaction.atomic
def resend_refund(*, refund: Refund, by: User | None, now: datetime) -> Refund:
    """Send `refund` to its provider once more, after commit. Raises `CannotResend` unless it failed or was not confirmed."""
    found = _judged(refund, now=now)
    if found.status == RefundStatus.FAILED:
        # After a refusal it is a new request. After no answer it keeps its key: the first request may have arrived.
        found.request_key = uuid.uuid4()
    found.status, found.message, found.tries, found.next_try_at = RefundStatus.REQUESTED, "", 0, now
    found.save(update_fields=("status", "message", "tries", "next_try_at", "request_key"))
    amount = amount_text(found.amount, found.payment.currency)
    OrderEvent.objects.create(
        order=found.payment.order,
        kind=EventKind.REFUNDED,
        text=f"The refund of {amount} is sent again.",
        key=f"{AGAIN}{uuid.uuid4()}",
        at=now,
        by=by,
    )
    outbox_row_due.send(Refund, row=found)
    return found


def _judged(refund: Refund, *, now: datetime) -> Refund:
    """Return `refund` under the locks of its order, when it failed or was never answered. Raises `CannotResend`.

    What the provider never answered to may have arrived: only people can find out.
    """
    locked_order(refund.payment.order_id)
    found = locked_refund(refund.pk)
    if found.status != RefundStatus.FAILED and not found.is_unanswered(now=now):
        raise CannotResend(not_again_words("This refund", RefundStatus(found.status).label))
    return found
