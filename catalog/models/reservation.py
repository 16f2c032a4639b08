"""Reservations: the append-only ledger of units promised to orders, and the guard that cannot oversell."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.models.fields import QuantityField
from catalog.models.product import Product
from catalog.models.stock import Stock
from catalog.rules.salable import owed_part
from catalog.sql import trigger_texts


class EventType(models.TextChoices):
    """What happened, in the reference's words."""

    ORDER_PLACED = "order_placed", "Order placed"
    ORDER_CANCELED = "order_canceled", "Order canceled"
    ORDER_EDITED = "order_edited", "Order edited"
    ORDER_REOPENED = "order_reopened", "Order reopened"
    SHIPMENT_CREATED = "shipment_created", "Shipment created"
    SHIPMENT_UNDONE = "shipment_undone", "Shipment undone"
    INVOICE_CREATED = "invoice_created", "Invoice created"
    CREDITMEMO_CREATED = "creditmemo_created", "Credit memo created"
    MANUAL_COMPENSATION = "manual_compensation", "Manual compensation"


class BalanceField[SetType, GetType](QuantityField[SetType, GetType]):
    """A quantity that the database works out on insert and hands back."""

    db_returning = True


class Reservation(models.Model):
    """Units promised (negative) or given back (positive) in one stock, not tied to a source.

    `floor` is the lowest free quantity that the sale may leave behind (None: not limited); `free_after` the free quantity the
    guard saw after this row: the owed part of the line is clamp(-free_after, 0, -quantity). `event_key` names the stock event,
    so that the same event cannot be written twice. Rows outlive their product: what was promised stays on record, and is
    given back there by the orders that hold it, although no level is left to count it.
    """

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reservations")
    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING, db_constraint=False, related_name="reservations")
    quantity = QuantityField(help_text="negative: promised; positive: given back")
    floor = QuantityField(null=True, blank=True)
    free_after = BalanceField(editable=False, default=0)
    event_type = models.CharField(max_length=24, choices=EventType)
    event_key = models.CharField(max_length=100, unique=True)
    order_number = models.CharField(max_length=32, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(quantity=0), name="reservation_not_zero"),
            models.CheckConstraint(condition=~Q(event_key=""), name="reservation_names_its_event"),
            models.CheckConstraint(condition=Q(event_type__in=EventType.values), name="reservation_event_known"),
        )
        indexes = (models.Index(fields=("product", "stock", "id"), name="reservation_by_product"),)
        triggers = (
            pgtrigger.Trigger(
                name="guard_and_count",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=trigger_texts("catalog", "reservation")["guard_and_count"],
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_event_type_display()} {self.quantity}"

    @property
    def owed(self) -> Decimal:
        """Units of a promise that were not free when it was made, as the guard saw it."""
        return owed_part(-self.quantity, self.free_after - self.quantity)
