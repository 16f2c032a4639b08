"""Credit memos: money given back, and what became of the goods."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.order_line import OrderLine
from backorders.words.order import document_number
from catalog.models.fields import MoneyField, QuantityField


class CreditMemo(models.Model):
    """A refund. `key` is the request's, so that a memo saved twice refunds once. `amount` is in the order's currency."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="credit_memos")
    key = models.CharField(max_length=64, unique=True)
    amount = MoneyField()
    comment = models.TextField(max_length=2000, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="credit_memo_amount_not_negative"),)

    def __str__(self) -> str:
        return f"Credit memo #{self.number} of {self.order}"

    @property
    def number(self) -> str:
        """The number that staff see, as wide as that of an order."""
        return document_number(self.pk)

    @property
    def event_key(self) -> str:
        """What the movements and refunds of this memo are known by."""
        return f"credit_memo:{self.pk}"


class CreditMemoLine(models.Model):
    """The refunded units of one line, and whether they were returned to stock."""

    memo = models.ForeignKey(CreditMemo, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="credit_memo_lines")
    quantity = QuantityField()
    return_to_stock = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("memo", "line"), name="credit_memo_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="credit_memo_line_quantity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line}"
