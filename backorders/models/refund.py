"""Refunds: money that goes back, and whether it has gone."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from backorders.models.order_revision import on_refund
from backorders.models.outbox import OutboxRow
from backorders.models.payment import Payment
from backorders.rules.payment import is_unanswered
from catalog.models.fields import MoneyField


class RefundStatus(models.TextChoices):
    """How far a refund has come. `SENDING` was begun; what is never answered may have arrived."""

    REQUESTED = "requested", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the provider"
    BY_HAND = "by_hand", "Given back by hand"
    AT_PROVIDER = "at_provider", "Given back at the provider"
    DISPUTED = "disputed", "Taken back by the bank: disputed"


# Begun and never answered.
NOT_CONFIRMED = "Sent, not confirmed"


class Refund(OutboxRow):
    """Captured money of one payment that is given back. Written in the transaction that decides it, sent after its commit, once.

    A provider that keeps the keys of requests is asked again under the same `request_key` when it did not answer; of another one,
    and after a refusal, only people send it again.

    Money that went back at the provider outside the shop is one, too: `uncredited` is the part of it that no credit memo, cancel
    or edit has answered yet. `key` names what it is for: the same event can never be refunded twice. `amount` is in the payment's
    currency. `begun_at` is when its provider was asked last.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=200, unique=True)
    amount = MoneyField()
    uncredited = MoneyField(default=0, db_default=0)
    status = models.CharField(max_length=12, choices=RefundStatus, default=RefundStatus.REQUESTED)
    message = models.CharField(max_length=255, blank=True, default="")
    requested_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(condition=Q(status__in=RefundStatus.values), name="refund_status_known"),
            models.CheckConstraint(
                condition=~Q(status=RefundStatus.REQUESTED) | Q(next_try_at__isnull=False), name="refund_not_forgotten"
            ),
            models.CheckConstraint(
                condition=Q(uncredited__gte=0, uncredited__lte=models.F("amount")), name="refund_uncredited_of_amount"
            ),
        )
        indexes = (models.Index(fields=("next_try_at",), condition=Q(next_try_at__isnull=False), name="refund_due"),)
        triggers = on_refund

    def __str__(self) -> str:
        return f"Refund of {self.amount} of {self.payment}"

    def is_unanswered(self, *, now: datetime) -> bool:
        """Return whether it was begun and nobody knows what became of it."""
        is_begun = self.status == RefundStatus.SENDING
        return is_begun and is_unanswered(begun_at=self.begun_at, message=self.message, now=now)

    def standing(self, *, now: datetime) -> str:
        """Return how far it has come, in words."""
        return NOT_CONFIRMED if self.is_unanswered(now=now) else RefundStatus(self.status).label
