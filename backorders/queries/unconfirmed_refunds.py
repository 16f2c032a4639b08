"""Refunds that nobody confirmed: the provider refused them, did not answer, or was never asked."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from backorders.models import Refund, RefundStatus

# The worker sends a refund within seconds, and no gateway takes as long to answer.
PATIENCE = timedelta(minutes=15)


def unconfirmed_refunds(*, now: datetime) -> QuerySet[Refund]:
    """Return the refunds that failed, and those that hang since before `now` less the patience, with their orders. One query."""
    hangs = Q(status__in=(RefundStatus.REQUESTED, RefundStatus.SENDING), requested_at__lt=now - PATIENCE)
    found = Refund.objects.filter(Q(status=RefundStatus.FAILED) | hangs)
    return found.select_related("payment__order").order_by("pk")
