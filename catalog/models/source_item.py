"""Source items: the units of one product at one source."""

from django.db import models
from django.db.models import Q

from catalog.models.fields import QuantityField
from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_source_item
from catalog.models.product import Product
from catalog.models.source import Source
from catalog.models.stock_level_triggers import on_source_item


@tracked("SourceItemEvent")
class SourceItem(models.Model):
    """Units of one product at one source. The status is set by staff; only In Stock items count.

    `quantity` may be negative when a count says so; `notify_quantity` None means "Use Default".
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="source_items")
    quantity = QuantityField(default=0)
    is_in_stock = models.BooleanField(default=True)
    notify_quantity = QuantityField(null=True, blank=True)

    class Meta:
        ordering = ("source__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("product", "source"), name="source_item_once"),
            models.CheckConstraint(
                condition=Q(notify_quantity=None) | Q(notify_quantity__gte=0), name="source_item_notify_not_negative"
            ),
        )
        # The report asks for the highest level first: nothing above it is looked at further.
        indexes = (
            models.Index(
                fields=("notify_quantity",), condition=Q(notify_quantity__isnull=False), name="source_item_by_own_level"
            ),
        )
        triggers = (*on_source_item, low_on_source_item)

    def __str__(self) -> str:
        return f"{self.product} at {self.source}: {self.quantity}"
