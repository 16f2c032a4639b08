"""Stock items: Advanced Inventory of a product. NULL means "Use Config Setting"; 0 is a value, empty is not."""

from django.db import models
from django.db.models import Q

from catalog.models.fields import QuantityField
from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_stock_item
from catalog.models.policy_class import on_stock_item
from catalog.models.product import Product
from catalog.rules.backorder_mode import MODE_LABELS, BackorderMode
from catalog.rules.in_force import OWN_VALUES, OwnPolicy, own_policy


@tracked("StockItemEvent")
class StockItem(models.Model):
    """One product's own stock settings. A product without a row uses the configuration throughout."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="stock_item")
    manage_stock = models.BooleanField("Manage Stock", null=True, blank=True)
    min_qty = QuantityField("Out-of-Stock Threshold", null=True, blank=True)
    min_sale_qty = QuantityField("Minimum Qty Allowed in Shopping Cart", null=True, blank=True)
    max_sale_qty = QuantityField("Maximum Qty Allowed in Shopping Cart", null=True, blank=True)
    is_qty_decimal = models.BooleanField("Qty Uses Decimals", default=False)
    is_decimal_divided = models.BooleanField("Allow Multiple Boxes for Shipping", default=False)
    backorders = models.PositiveSmallIntegerField("Backorders", choices=MODE_LABELS, null=True, blank=True)
    notify_stock_qty = QuantityField("Notify for Quantity Below", null=True, blank=True)
    backorder_lead_time = QuantityField("Backorder Lead Time (Days)", null=True, blank=True)
    enable_qty_increments = models.BooleanField("Enable Qty Increments", null=True, blank=True)
    qty_increments = QuantityField("Qty Increments", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(backorders=None) | Q(backorders__in=[mode.value for mode in BackorderMode]),
                name="stock_item_backorders_known",
            ),
            models.CheckConstraint(
                condition=Q(min_sale_qty=None) | Q(min_sale_qty__gte=0), name="stock_item_minimum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(max_sale_qty=None) | Q(max_sale_qty__gte=0), name="stock_item_maximum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(qty_increments=None) | Q(qty_increments__gte=0), name="stock_item_increments_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(backorder_lead_time=None) | Q(backorder_lead_time__gte=0),
                name="stock_item_lead_time_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(is_decimal_divided=False) | Q(is_qty_decimal=True), name="stock_item_boxes_need_decimals"
            ),
        )
        indexes = (
            models.Index(
                fields=("notify_stock_qty",),
                condition=Q(notify_stock_qty__isnull=False),
                name="stock_item_by_own_level",
            ),
        )
        triggers = (*on_stock_item, *low_on_stock_item)

    def __str__(self) -> str:
        return f"Advanced Inventory of {self.product}"

    def own_policy(self) -> OwnPolicy:
        """Return the product's own values as the rules take them."""
        return own_policy({name: getattr(self, name) for name in OWN_VALUES})
