"""Incoming supply: what is expected of a product at a source, when, and what of it has come."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from catalog.models.fields import QuantityField
from catalog.models.history import tracked
from catalog.models.product import Product
from catalog.models.source import Source
from catalog.rules.incoming_supply import FIRST_DAY, LAST_DAY, Supply
from catalog.rules.incoming_supply_rows import LONGEST_REFERENCE
from catalog.rules.quantity import plain


@tracked("IncomingSupplyEvent")
class IncomingSupply(models.Model):
    """Units that a supplier is to bring. `received` of them have come and were booked by deliveries; more belong to no supply.

    `reference` is the purchase order's or the supplier's number; empty where there is none. `is_closed`: the rest is given up.
    """

    # Needs no index of its own: it is the first column of the unique constraint.
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="supplies", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="supplies")
    quantity = QuantityField()
    received = QuantityField(default=0, db_default=0)
    expected_on = models.DateField("expected on")
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True, default="")
    is_closed = models.BooleanField("closed", default=False, db_default=False)

    class Meta:
        ordering = ("expected_on", "pk")
        verbose_name_plural = "incoming supply"
        constraints = (
            # A file that is read again names the same supplies.
            models.UniqueConstraint(
                "product", "source", "expected_on", Upper("reference"), name="incoming_supply_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="incoming_supply_quantity_positive"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("quantity")), name="incoming_supply_received_within"
            ),
            models.CheckConstraint(
                condition=Q(expected_on__range=(FIRST_DAY, LAST_DAY)), name="incoming_supply_day_in_range"
            ),
        )
        indexes = (
            models.Index(
                fields=("product", "expected_on"),
                condition=Q(is_closed=False, received__lt=F("quantity")),
                name="incoming_supply_outstanding",
            ),
            models.Index(fields=("expected_on", "id"), name="incoming_supply_by_day"),
        )

    def __str__(self) -> str:
        return f"{plain(self.quantity)} of {self.product.sku} on {self.expected_on}"

    def as_supply(self) -> Supply:
        """Return the row as the rules take it."""
        return Supply(self.pk, self.quantity, self.received, self.expected_on, self.reference, self.is_closed)
