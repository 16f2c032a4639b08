"""Provider events: what a payment provider told of money that moved there."""

from django.db import models
from django.db.models import Q

from backorders.models.payment import Payment
from backorders.rules.provider_event_kind import ProviderEventKind
from catalog.models.fields import MoneyField


class ProviderEvent(models.Model):
    """One message, kept for good. `key` is the provider's own name of it, so that a message that is sent again counts once.

    `reference` names the refund or dispute that it is about; `amount` is in `currency`, which may be another than was asked for.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="provider_events")
    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ProviderEventKind])
    reference = models.CharField(max_length=100, blank=True, default="")
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ProviderEventKind]), name="provider_event_kind_known"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="provider_event_amount_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} of {self.payment}"
