"""Refunds: money that goes back, and whether it has gone."""

from django.db import models
from django.db.models import Q

from backorders.models.payment import Payment
from catalog.models.fields import MoneyField


class RefundStatus(models.TextChoices):
    """How far a refund has come. `SENDING` was begun and not answered: it may have arrived, so that only people send it again."""

    REQUESTED = "requested", "Waiting to be sent"
    SENDING = "sending", "Sent, not confirmed"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the provider"
    BY_HAND = "by_hand", "Given back by hand"


class Refund(models.Model):
    """Captured money of one payment that is given back. Written in the transaction that decides it, sent after its commit, once.

    `key` names what it is for: the same event can never be refunded twice. `amount` is in the payment's currency.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=100, unique=True)
    amount = MoneyField()
    status = models.CharField(max_length=12, choices=RefundStatus, default=RefundStatus.REQUESTED)
    message = models.CharField(max_length=255, blank=True, default="")
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(condition=Q(status__in=RefundStatus.values), name="refund_status_known"),
        )

    def __str__(self) -> str:
        return f"Refund of {self.amount} of {self.payment}"
