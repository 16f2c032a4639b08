"""Stocks: their sources, and the websites that sell from them."""

from django.db import models
from django.db.models import Q

from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_stock
from catalog.models.source import Source
from catalog.models.stock_level_triggers import on_link
from catalog.models.website import Website


class Stocks(models.Manager["Stock"]):
    """Finds the stock to sell from."""

    def default(self) -> "Stock":
        """Return the Default Stock."""
        return self.get(is_default=True)

    def of_website(self, website: Website) -> "Stock":
        """Return the one stock that `website` sells from."""
        return self.get(sales_channels__website=website)


class Stock(models.Model):
    """A pool that sells: linked to sources in priority order, mapped to websites."""

    name = models.CharField(max_length=255, unique=True)
    is_default = models.BooleanField(default=False, editable=False)
    sources = models.ManyToManyField(Source, through="StockSourceLink", related_name="stocks")

    objects = Stocks()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("is_default",), condition=Q(is_default=True), name="stock_one_default"),
            models.CheckConstraint(condition=~Q(name=""), name="stock_has_a_name"),
        )
        triggers = low_on_stock

    def __str__(self) -> str:
        return self.name


@tracked("StockSourceLinkEvent", fields=("id", "stock", "source"))
class StockSourceLink(models.Model):
    """A source that a stock draws from; the lowest priority number is used first."""

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="links")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="links")
    priority = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("priority", "pk")
        constraints = (
            models.UniqueConstraint(fields=("stock", "source"), name="stock_source_link_once"),
            models.CheckConstraint(condition=Q(priority__gte=1), name="stock_source_link_priority_positive"),
        )
        triggers = on_link

    def __str__(self) -> str:
        return f"{self.stock} - {self.source}"


class SharingStock(models.Model):
    """A stock that shares a source with another, directly or through others. Kept by the triggers of links.

    `group` is the lowest of those stocks; `is_same` says that all of them are linked to the same sources.
    """

    # Written under the gate of links only, so the rows that they name are there; a constraint would lock them out of order.
    stock = models.OneToOneField(
        Stock, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    group = models.ForeignKey(Stock, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    is_same = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.stock} shares with {self.group}"


class SalesChannel(models.Model):
    """Maps a website to the stock it sells from: exactly one."""

    website = models.OneToOneField(Website, on_delete=models.CASCADE, related_name="sales_channel")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="sales_channels")

    def __str__(self) -> str:
        return f"{self.website} - {self.stock}"
