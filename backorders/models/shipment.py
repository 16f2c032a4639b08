"""Shipments: one from one source each."""

from django.conf import settings
from django.db import models

from backorders.models.order import Order
from backorders.rules.document_number import document_number
from catalog.models import Source


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
