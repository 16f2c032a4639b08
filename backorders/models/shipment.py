"""Shipments, and each movement of units at a source."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.order_line import OrderLine
from backorders.words.order import document_number
from catalog.models import Source
from catalog.models.fields import QuantityField


class Shipment(models.Model):
    """A parcel that left a source. `key` is the request's, so that a call that arrives twice ships once.

    Its lines are the source movements whose key is `movement_key`.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="shipments")
    key = models.CharField(max_length=64, unique=True)
    carrier = models.CharField(max_length=100, blank=True, default="")
    tracking_number = models.CharField(max_length=100, blank=True)
    comment = models.TextField(max_length=2000, blank=True, default="")
    shipped_at = models.DateTimeField()
    shipped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Shipment #{self.number} of {self.order}"

    @property
    def number(self) -> str:
        """The number that staff see, as wide as that of an order."""
        return document_number(self.pk)

    @property
    def movement_key(self) -> str:
        """The key of the movements that this shipment made."""
        return f"shipment:{self.pk}"


class MovementKind(models.TextChoices):
    """Why the units moved."""

    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    RETURNED = "returned", "Returned"
    WRITTEN_OFF = "written_off", "Written off"


class SourceMovement(models.Model):
    """Units of a line that left a source (negative) or came back to it (positive). `key` names the event: written once."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="movements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind)
    quantity = QuantityField()
    key = models.CharField(max_length=100)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("key", "line", "source"), name="source_movement_once"),
            models.CheckConstraint(
                condition=Q(kind=MovementKind.RETURNED, quantity__gt=0)
                | (~Q(kind=MovementKind.RETURNED) & Q(quantity__lt=0)),
                name="source_movement_sign_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="source_movement_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity} of {self.line}"
