"""What each day of the shop changed of the units that orders are owed, kept for charts and reports (docs/decisions/0079)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from backorders.models.order_line import OrderLine
from catalog.models import Product, Stock, Website
from catalog.models.fields import MoneyField, QuantityField, fits_currency


class OwedDay(models.Model):
    """A day of the shop whose changes are kept, all of them. One without any has no other trace."""

    day = models.DateField(primary_key=True)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("day",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day}"


class OwedChange(models.Model):
    """What a day changed of the units of a product that an order is owed, and what these cost, in the order's currency.

    What is owed at the end of a day is the sum of became - served - canceled until then, of units as of money: sums in any grouping
    add up. Never the source of an action: it is worked out from the ledger and the history of the shelves, which can be done again.
    `line` is the first of the product in its order. Of a product that was deleted the number stays.
    """

    day = models.DateField()
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="owed_changes", db_index=False)
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="+", db_index=False)
    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(
        Product, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    currency = models.CharField(max_length=3)
    since = models.DateField(help_text="the day since which the order is owed any units without a break")
    became = QuantityField(default=Decimal(0), db_default=0)
    served = QuantityField(default=Decimal(0), db_default=0)
    canceled = QuantityField(default=Decimal(0), db_default=0)
    became_value = MoneyField(default=Decimal(0), db_default=0)
    served_value = MoneyField(default=Decimal(0), db_default=0)
    canceled_value = MoneyField(default=Decimal(0), db_default=0)

    class Meta:
        ordering = ("day", "line")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("line", "day"), name="owed_change_once_a_day"),
            models.CheckConstraint(
                condition=Q(became__gte=0, served__gte=0, canceled__gte=0), name="owed_change_units_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(became__gt=0) | Q(served__gt=0) | Q(canceled__gt=0), name="owed_change_changes"
            ),
            models.CheckConstraint(condition=Q(since__lte=F("day")), name="owed_change_since_before"),
            fits_currency("became_value", "served_value", "canceled_value", name="owed_change_fits_currency"),
        )
        indexes = (models.Index(fields=("day",), name="owed_change_by_day"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.line}"

    @property
    def worth(self) -> Decimal:
        """By how much the value of what is owed changed, in the row's currency."""
        return self.became_value - self.served_value - self.canceled_value
