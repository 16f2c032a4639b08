"""When a product could not be bought in a stock any more, and why: kept by a timer, which looks every few minutes."""

from django.db import models
from django.db.models import F, Q

from catalog.models.product import Product
from catalog.models.stock import Stock
from catalog.rules.stopped_sale import StopCause
from catalog.words.stopped_sale import stop_words


class SaleLook(models.Model):
    """The last look: when it was, and the newest stock level that there was then. One row."""

    at = models.DateTimeField()
    last_level = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at}"


class StoppedSale(models.Model):
    """A time for which a product cannot be bought in a stock, seen from `since` until `ended_at` (None: it lasts).

    `was_buyable`: it could be bought at the look before, so that it stopped; else it was new, or there was no look before.
    `order_number` is the newest order that took units of it since that look, `is_by_shelf` whether units at its sources changed.
    """

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stopped_sales")
    since = models.DateTimeField("since", db_index=True)
    ended_at = models.DateTimeField("buyable again", null=True, blank=True)
    cause = models.CharField(max_length=12, choices=[(cause.value, stop_words(cause)) for cause in StopCause])
    order_number = models.CharField(max_length=32, blank=True, default="")
    is_by_shelf = models.BooleanField(default=False)
    was_buyable = models.BooleanField(default=True)

    class Meta:
        ordering = ("-since", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("stock", "product"), condition=Q(ended_at=None), name="stopped_sale_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[cause.value for cause in StopCause]), name="stopped_sale_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="stopped_sale_ended_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} in {self.stock} since {self.since}"

    @property
    def why(self) -> str:
        """Why, in words."""
        return stop_words(StopCause(self.cause), order_number=self.order_number, is_by_shelf=self.is_by_shelf)
