"""Low stock: what is low now, by a view; what was noticed, by triggers; and who has read of it."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from catalog.models.fields import QuantityField
from catalog.models.product import Product
from catalog.models.source import Source
from catalog.models.stock import Stock


class LowStockNotices(models.Manager["LowStockNotice"]):
    """Finds notices as people read them."""

    def lines(self) -> models.QuerySet["LowStockNotice"]:
        """Return one notice for all that one write did to a product: a count lowers the shelf and the stock, and is one line."""
        same = self.model._default_manager.filter(  # noqa: SLF001  Django's API
            product=OuterRef("product"), crossed_in=OuterRef("crossed_in"), pk__lt=OuterRef("pk")
        )
        return self.exclude(Exists(same))


class LowStockNotice(models.Model):
    """A crossing: what a product has at a source, or free in a stock, fell to the level or below.

    `quantity` and `level` are those of that moment. `ended_at` is when the quantity was above its level again (or nobody watched
    it any more). `crossed_in` and `ended_in` number the transactions: what falls and rises within one was seen by nobody.
    """

    # Deleting a product moves its levels, and so may write notices of it: triggers take them away with it.
    product = models.ForeignKey(
        Product, on_delete=models.DO_NOTHING, db_constraint=False, related_name="low_stock_notices"
    )
    stock = models.ForeignKey(Stock, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    quantity = QuantityField()
    level = QuantityField()
    crossed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    crossed_in = models.BigIntegerField(editable=False)
    ended_in = models.BigIntegerField(null=True, editable=False)
    # True once the app backorders has written its recipients.
    is_dispatched = models.BooleanField(default=False, db_default=False, editable=False)

    objects = LowStockNotices()

    class Meta:
        ordering = ("-pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(stock=None, source__isnull=False) | Q(stock__isnull=False, source=None),
                name="low_stock_notice_of_a_stock_or_a_source",
            ),
        )
        indexes = (
            models.Index(fields=("crossed_at",), name="low_stock_notice_by_time"),
            models.Index(fields=("id",), condition=Q(is_dispatched=False), name="low_stock_notice_new"),
        )

    def __str__(self) -> str:
        return f"{self.product}: {self.quantity} at {self.stock or self.source}"


class LowStockRead(models.Model):
    """`user` has read `notice`. One row for each: a notice that commits late is new, though younger ones were read."""

    user = models.ForeignKey(User, on_delete=models.DB_CASCADE, related_name="+")
    notice = models.ForeignKey(LowStockNotice, on_delete=models.DB_CASCADE, related_name="reads")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "notice"), name="low_stock_read_once"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} read {self.notice_id}"


class LowStock(models.Model):
    """A source item, or a product in a stock, at its notify level or below. Read only; exactly one of source and stock is set.

    `quantity` is what is judged: the units at the source, or those free in the stock (on hand less promised, below zero when
    units are owed).
    """

    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, null=True, related_name="+")
    stock = models.ForeignKey(Stock, on_delete=models.DO_NOTHING, null=True, related_name="+")
    quantity = QuantityField()
    notify_level = QuantityField()
    on_hand = QuantityField()

    class Meta:
        managed = False
        db_table = "catalog_lowstock"
        default_permissions = ()
        verbose_name = "low quantity"
        verbose_name_plural = "low quantities"

    def __str__(self) -> str:
        return f"{self.product}: {self.quantity}"
