"""Invoices: which units are paid for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.order_line import OrderLine
from backorders.words.order import document_number
from catalog.models.fields import MoneyField, QuantityField


class Invoice(models.Model):
    """Captured money. `key` is the request's, so that an invoice saved twice captures once. `amount` is in the order's currency."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    key = models.CharField(max_length=64, unique=True)
    amount = MoneyField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="invoice_amount_not_negative"),)

    def __str__(self) -> str:
        return f"Invoice #{self.number} of {self.order}"

    @property
    def number(self) -> str:
        """The number that staff see, as wide as that of an order."""
        return document_number(self.pk)


class InvoiceLine(models.Model):
    """The units of one line that an invoice is for."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="invoice_lines")
    quantity = QuantityField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("invoice", "line"), name="invoice_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="invoice_line_quantity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line.sku}"
