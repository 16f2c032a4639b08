"""Orders: a promise with a date, a price and a shopper."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, LPad

from backorders.rules.order_status import OrderStatus
from catalog.models import Stock, Website
from catalog.models.fields import MoneyField


class Order(models.Model):
    """An order of one website, sold from one stock.

    `checkout` is the token of the cart it was made from, so that a checkout submitted twice is the same order.
    """

    number = models.GeneratedField(
        expression=LPad(Cast("id", models.CharField()), 9, models.Value("0")),
        output_field=models.CharField(max_length=32),
        db_persist=True,
        unique=True,
    )
    checkout = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="orders")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(
        max_length=16,
        choices=[(status.value, status.label) for status in OrderStatus],
        default=OrderStatus.PENDING_PAYMENT.value,
    )
    email = models.EmailField()
    customer_name = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3)
    total = MoneyField()
    placed_at = models.DateTimeField(db_index=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders_placed"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders_cancelled"
    )

    class Meta:
        ordering = ("-placed_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in OrderStatus]), name="order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.CANCELED.value, cancelled_at__isnull=False)
                | (~Q(status=OrderStatus.CANCELED.value) & Q(cancelled_at=None)),
                name="order_cancelled_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"Order #{self.number}"

    @property
    def status_label(self) -> str:
        """The status in the merchant's words."""
        return OrderStatus(self.status).label
