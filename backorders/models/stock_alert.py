"""Who waits for a product to be back in stock."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from catalog.models import Product, Website


class StockAlert(models.Model):
    """A sign-up of one address for one product of one website: asked for, confirmed through its mail, told once.

    `token` is in the addresses that its mails lead to: it confirms this row, and ends all of its address on the website. `network`
    is the keyed hash of where it was asked from, so that one network cannot have the shop write to everybody. A new sign-up begins
    the row anew.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock_alerts")
    website = models.ForeignKey(Website, on_delete=models.CASCADE, related_name="stock_alerts")
    email = models.EmailField("e-mail")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "back in stock alert"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint("website", "product", Lower("email"), name="stock_alert_once"),
            models.CheckConstraint(condition=~Q(email=""), name="stock_alert_has_an_address"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")),
                name="stock_alert_asked_then_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(confirmed_at__isnull=False, told_at__gte=F("confirmed_at")),
                name="stock_alert_confirmed_then_told",
            ),
        )
        indexes = (
            models.Index(
                fields=("website", "product", "confirmed_at"),
                condition=Q(confirmed_at__isnull=False, told_at=None),
                name="stock_alert_waiting",
            ),
            models.Index(Lower("email"), "asked_at", name="stock_alert_of_address"),
            models.Index(fields=("network", "asked_at"), condition=~Q(network=""), name="stock_alert_of_network"),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.product}"
