"""Order events: what staff, the shopper or the shop did to an order, in the order it happened."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from catalog.models.fields import QuantityField


class EventKind(models.TextChoices):
    """What happened."""

    PLACED = "placed", "Placed"
    PAID = "paid", "Paid"
    REFUSED = "refused", "Payment refused"
    EXPIRED = "expired", "Payment expired"
    REOPENED = "reopened", "Reopened"
    HELD = "held", "Put on hold"
    RELEASED = "released", "Released from hold"
    CANCELLED = "cancelled", "Canceled"
    EDITED = "edited", "Edited"
    INVOICED = "invoiced", "Invoiced"
    SHIPPED = "shipped", "Shipped"
    REFUNDED = "refunded", "Refunded"
    AT_PROVIDER = "provider", "At the payment provider"


class OrderEvent(models.Model):
    """One line of an order's history: kept for good, never changed. `text` says it in plain words.

    `key` names the request that did it, where a request may arrive twice; empty for events that cannot. `units` is how many it
    was about, where that may be a part of the order: shipped, canceled, refunded.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind)
    text = models.CharField(max_length=1000)
    key = models.CharField(max_length=64, blank=True, default="")
    units = QuantityField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="order_event_kind_known"),
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="order_event_once"),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.text}"
