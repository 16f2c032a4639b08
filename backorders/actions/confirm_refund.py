"""Mark a refund as sent, after somebody has seen at the provider that it was."""

import uuid
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.resend_refund import AGAIN, locked_refund
from backorders.models import EventKind, OrderEvent, Payment, Refund, RefundStatus
from catalog.rules.money import amount_text


@transaction.atomic
def confirm_refund(*, refund: Refund, by: User | None, now: datetime | None = None) -> Refund:
    """Note that `refund` has gone: nothing is sent. Raises `CannotResend` unless it failed or was not confirmed."""
    moment = now or timezone.now()
    found = locked_refund(refund, now=moment)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=found.payment_id)
    found.status, found.message, found.sent_at = RefundStatus.SENT, "", moment
    found.save(update_fields=("status", "message", "sent_at"))
    amount = amount_text(found.amount, payment.currency)
    text = f"The refund of {amount} was marked as sent."
    key = f"{AGAIN}{uuid.uuid4()}"
    OrderEvent.objects.create(order=found.payment.order, kind=EventKind.REFUNDED, text=text, key=key, at=moment, by=by)
    payment.note_given_back()
    return found
