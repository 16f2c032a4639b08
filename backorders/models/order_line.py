"""Order lines: how many were ordered, and what has become of them."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q

from backorders.models.order import Order
from backorders.models.order_revision import on_line
from backorders.rules.line_quantities import LineProgress
from catalog.models import Product
from catalog.models.fields import MoneyField, QuantityField
from catalog.models.product_search import WordsIndex, WordsOf
from catalog.rules.backorder_mode import MODE_LABELS, BackorderMode
from catalog.rules.money import amount_between, line_amount
from catalog.sql import trigger_texts

# The SQL twins of `LineProgress.open`: the units of a line that were shipped or given up, and those that are left.
GONE = F("shipped") + F("canceled") + F("released")
HAS_OPEN = Q(ordered__gt=GONE)
# What a line is found by: the SKU of the day.
SKU_WORDS = WordsOf("sku")
OPEN_UNITS = F("ordered") - F("shipped") - F("canceled") - F("released")


class OrderLine(models.Model):
    """A quantity of one product in an order. The SKU and name are those of the day; the product may be renamed or deleted.

    `is_reserved` says whether the line holds units in the ledger (stock was managed when it was placed). `owed_when_placed` is
    the part that was backordered when it was ordered, and `backorders_when_placed` the mode that decided what the shopper was
    told of it, `promised_on` the day that was promised for it (None: nobody knew one): all are kept, whatever shelf, settings and
    supplies do later. What is owed now, and when it comes, is asked of the queue.
    Of a product that is deleted the database keeps the number in `gone_product_id`, whoever deletes it: ledger and queue go by
    it, so that a new product under the old SKU takes nothing over.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="order_lines")
    gone_product_id = models.BigIntegerField(
        null=True, blank=True, editable=False, help_text="the number of the product that was deleted"
    )
    sku = models.CharField("SKU", max_length=64)
    name = models.CharField(max_length=255)
    unit_price = MoneyField()
    ordered = QuantityField()
    invoiced = QuantityField(default=0)
    shipped = QuantityField(default=0)
    canceled = QuantityField(default=0)
    refunded = QuantityField(default=0)
    released = QuantityField(default=0, db_default=0, help_text="refunded without ever having left the shelf")
    queue_priority = models.IntegerField(default=0, help_text="the lowest is served first")
    is_reserved = models.BooleanField(default=True)
    is_virtual = models.BooleanField(default=False, db_default=False)
    owed_when_placed = QuantityField(default=0, db_default=0)
    promised_on = models.DateField(null=True, blank=True, editable=False)
    backorders_when_placed = models.PositiveSmallIntegerField(
        choices=MODE_LABELS,
        default=BackorderMode.NO_BACKORDERS.value,
        db_default=BackorderMode.NO_BACKORDERS.value,
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(ordered__gt=0), name="order_line_ordered_positive"),
            models.CheckConstraint(
                condition=Q(invoiced__gte=0, shipped__gte=0, canceled__gte=0, refunded__gte=0, released__gte=0),
                name="order_line_quantities_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(ordered__gte=GONE),
                name="order_line_shipped_of_ordered",
            ),
            models.CheckConstraint(
                condition=Q(ordered__gte=F("invoiced") + F("canceled")) | Q(refunded__gt=0),
                name="order_line_invoiced_of_ordered",
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="order_line_price_not_negative"),
            models.CheckConstraint(
                condition=Q(product=None) | Q(gone_product_id=None), name="order_line_gone_or_there"
            ),
            models.CheckConstraint(condition=Q(owed_when_placed__gte=0), name="order_line_owed_not_negative"),
            models.CheckConstraint(
                condition=Q(backorders_when_placed__in=[mode.value for mode in BackorderMode]),
                name="order_line_backorders_known",
            ),
        )
        indexes = (
            # The queue, and what can leave, read open lines only: without closed ones the index stays small.
            models.Index(
                fields=("product",),
                condition=Q(ordered__gt=GONE),
                name="order_line_open_by_product",
            ),
            models.Index(
                fields=("gone_product_id",),
                condition=Q(product=None, ordered__gt=GONE),
                name="order_line_open_by_gone",
            ),
            WordsIndex(SKU_WORDS, name="order_line_sku_words"),
        )
        triggers = (
            *on_line,
            pgtrigger.Trigger(
                name="keep_gone_product",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("product_id"),
                condition=pgtrigger.Condition("OLD.product_id IS NOT NULL AND NEW.product_id IS NULL"),
                func=trigger_texts("backorders", "gone_product")["keep_gone_product"],
            ),
            pgtrigger.Trigger(
                name="share_out_anew",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("queue_priority"),
                condition=pgtrigger.Condition(
                    "OLD.queue_priority <> NEW.queue_priority AND NEW.is_reserved AND NEW.product_id IS NOT NULL"
                ),
                func=trigger_texts("backorders", "queue_priority")["share_out_anew"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.ordered} x {self.sku}"

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted: what is left of the line lies on no shelf, and is owed."""
        return self.product_id is None

    @property
    def held_product_id(self) -> int:
        """The number under which ledger and queue know the product, deleted or not."""
        return self.product_id or self.gone_product_id or -self.pk

    @property
    def placement_key(self) -> str:
        """The event key of the line's first reservation."""
        return f"order_placed:{self.pk}"

    @property
    def open(self) -> Decimal:
        """Units promised and neither shipped nor given up: what the ledger holds for the line."""
        return self.progress().open

    def progress(self) -> LineProgress:
        """Return the line's quantities as the rules take them."""
        return LineProgress(self.ordered, self.invoiced, self.shipped, self.canceled, self.refunded, self.released)

    @property
    def row_total(self) -> Decimal:
        """Unit price times ordered, as an amount of the order's currency."""
        return self.value_of(self.ordered)

    def value_of(self, quantity: Decimal) -> Decimal:
        """Return the price of `quantity` units of this line, rounded half up to the places of the order's currency."""
        return line_amount(self.unit_price, quantity, self.order.currency)

    def value_between(self, before: Decimal, after: Decimal) -> Decimal:
        """Return the price of the units that make `before` units of this line `after`, in the order's currency."""
        return amount_between(self.unit_price, before, after, self.order.currency)

    @property
    def mode_when_placed(self) -> BackorderMode:
        """The backorder mode under which the line was ordered."""
        return BackorderMode(self.backorders_when_placed)

    @property
    def was_notified(self) -> bool:
        """Whether the shopper was told the number of units on backorder when he ordered."""
        return self.mode_when_placed.notifies
