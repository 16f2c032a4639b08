"""Errands: what has to be done outside the transaction that decided it, and has no row of its own."""

from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.outbox_row import RetriedRow, is_sent_or_has_a_try, next_try_default
from backorders.models.payment import Payment


class ErrandKind(models.TextChoices):
    """What is to be done."""

    CAPTURE = "capture", "Collect authorised money"
    WITHDRAW = "withdraw", "Close the payment page"
    RELEASE = "release", "Let authorised money go"
    CONFIRM_REOPENED = "confirm_reopened", "Confirm the reopened order"


class Errand(RetriedRow):
    """One errand about an order, done by the worker. Each kind looks first whether there is still anything to do."""

    kind = models.CharField(max_length=20, choices=ErrandKind)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="errands")
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, null=True, related_name="errands")
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "errand"
        constraints = (
            is_sent_or_has_a_try("errand_not_forgotten"),
            models.CheckConstraint(condition=Q(kind__in=ErrandKind.values), name="errand_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ErrandKind.CONFIRM_REOPENED, payment=None)
                | ~Q(kind=ErrandKind.CONFIRM_REOPENED) & Q(payment__isnull=False),
                name="errand_names_its_payment",
            ),
        )
        indexes = (models.Index(fields=("next_try_at",), condition=Q(next_try_at__isnull=False), name="errand_due"),)

    def __str__(self) -> str:
        return f"{ErrandKind(self.kind).label}: {self.order}"
