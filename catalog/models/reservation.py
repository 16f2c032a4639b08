"""Reservations: the append-only ledger of units promised to orders, and the guard that cannot oversell."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.models.fields import QuantityField
from catalog.models.product import Product
from catalog.models.stock import Stock
from catalog.rules.quantity import ZERO, clamp


class EventType(models.TextChoices):
    """What happened, in the reference's words."""

    ORDER_PLACED = "order_placed", "Order placed"
    ORDER_CANCELED = "order_canceled", "Order canceled"
    ORDER_EDITED = "order_edited", "Order edited"
    ORDER_REOPENED = "order_reopened", "Order reopened"
    SHIPMENT_CREATED = "shipment_created", "Shipment created"
    INVOICE_CREATED = "invoice_created", "Invoice created"
    CREDITMEMO_CREATED = "creditmemo_created", "Credit memo created"
    MANUAL_COMPENSATION = "manual_compensation", "Manual compensation"


class BalanceField[SetType, GetType](QuantityField[SetType, GetType]):
    """A quantity that the database works out on insert and hands back."""

    db_returning = True


GUARD = """
    INSERT INTO catalog_stocklevel (stock_id, product_id)
    SELECT NEW.stock_id, NEW.product_id
    WHERE NOT EXISTS (
        SELECT FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id
    ) AND EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id)
    ON CONFLICT DO NOTHING;

    UPDATE catalog_stocklevel
    SET reserved = reserved - NEW.quantity
    WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id
      AND (NEW.quantity >= 0 OR NEW.floor IS NULL OR on_hand - reserved + NEW.quantity >= NEW.floor)
      AND (
          NEW.quantity >= 0 OR sources_in_stock > 0
          OR NEW.event_type NOT IN ('order_placed', 'order_edited', 'order_reopened')
      )
    RETURNING on_hand - reserved INTO NEW.free_after;

    IF NOT FOUND THEN
        IF NEW.event_type NOT IN ('order_placed', 'order_reopened') AND (NEW.event_type <> 'order_edited' OR NEW.quantity > 0)
           AND NOT EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id) THEN
            NEW.free_after := 0;
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'product % in stock % has not % units to sell', NEW.product_id, NEW.stock_id, -NEW.quantity
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';
    END IF;
    RETURN NEW;
"""


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
            pgtrigger.Trigger(name="guard_and_count", when=pgtrigger.Before, operation=pgtrigger.Insert, func=GUARD),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_event_type_display()} {self.quantity}"

    @property
    def owed(self) -> Decimal:
        """Units of a promise that were not free when it was made, as the guard saw it."""
        return clamp(-self.free_after, ZERO, -self.quantity)
