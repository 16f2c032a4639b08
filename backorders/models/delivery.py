"""Deliveries: what came to a source, when, and which orders it served."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from backorders.models.order import Order
from backorders.words.order import document_number
from catalog.models import IncomingSupply, Product, Source
from catalog.models.fields import QuantityField
from catalog.rules.incoming_supply import Supply, SupplyReceipt
from catalog.rules.incoming_supply_rows import LONGEST_REFERENCE
from catalog.rules.quantity import ZERO


class Delivery(models.Model):
    """A delivery that was booked. `key` is the request's, so that a delivery sent twice is booked once.

    `reference` is the supplier's number of it, the same one once a source; empty where there is none.
    """

    key = models.CharField(max_length=64, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deliveries")
    reference = models.CharField("delivery number", max_length=100, blank=True, default="")
    received_at = models.DateTimeField("received")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(
                "source", Upper("reference"), condition=~Q(reference=""), name="delivery_reference_once_a_source"
            ),
        )

    def __str__(self) -> str:
        return f"Delivery #{self.number}"

    @property
    def number(self) -> str:
        """Its own number, as wide as that of an order."""
        return document_number(self.pk)


class DeliveryLine(models.Model):
    """The units of one product. Its name is that of the day: the product may be deleted later."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="+")
    sku = models.CharField("SKU", max_length=64)
    name = models.CharField(max_length=255)
    quantity = QuantityField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("delivery", "product"), name="delivery_line_product_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_line_quantity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku}"


class ServedOrder(models.Model):
    """Units of an order that were owed before the delivery and are covered after it."""

    line = models.ForeignKey(DeliveryLine, on_delete=models.CASCADE, related_name="served")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    units = QuantityField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(units__gt=0), name="served_order_units_positive"),)

    def __str__(self) -> str:
        return f"{self.units} for {self.order}"


class ReceivedSupply(models.Model):
    """Units of a delivery that were expected. Day, reference and `outstanding` of the supply are as they were before."""

    line = models.ForeignKey(DeliveryLine, on_delete=models.CASCADE, related_name="received")
    supply = models.ForeignKey(IncomingSupply, on_delete=models.SET_NULL, null=True, related_name="receipts")
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True, default="")
    expected_on = models.DateField()
    outstanding = QuantityField()
    units = QuantityField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("line", "supply"), name="received_supply_once_a_line"),
            models.CheckConstraint(
                condition=Q(units__gt=0, units__lte=F("outstanding")), name="received_supply_units_within"
            ),
        )

    def __str__(self) -> str:
        return f"{self.units} of {self.supply}"

    def as_receipt(self) -> SupplyReceipt:
        """Return the row as the rules take it."""
        supply = Supply(self.supply_id or 0, self.outstanding, ZERO, self.expected_on, self.reference)
        return SupplyReceipt(supply, self.units)
