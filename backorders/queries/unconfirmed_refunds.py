"""Refunds that nobody confirmed: the provider refused them, did not answer, or was never asked."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from backorders.models import Refund, RefundStatus
from backorders.rules.refund_answer import ANSWER_WITHIN

# The worker sends a refund within seconds.
PATIENCE = timedelta(minutes=15)


def unconfirmed_refunds(*, now: datetime) -> QuerySet[Refund]:
    """Return the refunds that failed, and those that hang since before `now` less the patience, with their orders. One query."""
    waits = Q(status=RefundStatus.REQUESTED, requested_at__lt=now - PATIENCE)
    # The SQL twin of `rules.refund_answer`.
    unknown = ~Q(message="") | Q(begun_at=None) | Q(begun_at__lt=now - ANSWER_WITHIN)
    found = Refund.objects.filter(Q(status=RefundStatus.FAILED) | waits | Q(unknown, status=RefundStatus.SENDING))
    return found.select_related("payment__order").order_by("pk")
