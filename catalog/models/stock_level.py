"""How much of a product lies at each source, and what each stock has of it, which only the database's triggers write."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from catalog.models.fields import BoundField, QuantityField
from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_source_item, low_on_stock_level
from catalog.models.policy_class import PolicyClass
from catalog.models.product import Product
from catalog.models.source import Source
from catalog.models.stock import Stock
from catalog.models.stock_level_triggers import on_level, on_source_item
from catalog.rules.salable import NO_SOURCE_IN_STOCK, Level


class StockLevel(models.Model):
    """What lies where, summed. Salable quantity is never stored: it is free less the threshold in force, on every read.

    `sources_in_stock` and `sources_assigned` count source items, so that lists need no look at the items themselves. `shares`:
    other stocks draw on a source that holds the product; `elsewhere` are the units that these have of what lies there
    (docs/rules.md#salable-9). Of the product it holds its class and whether it is sold at all (enabled, and not configurable), so
    that `free_for_sale` is all that has to be compared (`Level.free_for_sale`; docs/decisions/0057).
    """

    # The constraint's index finds it: each index more is one more that a sale has to write.
    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="stock_levels", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock_levels")
    on_hand = QuantityField(default=0, db_default=0)
    reserved = QuantityField(default=0, db_default=0)
    elsewhere = QuantityField(default=0, db_default=0)
    shares = models.BooleanField(default=False, db_default=False)
    free = models.GeneratedField(
        expression=F("on_hand") - F("reserved") - F("elsewhere"), output_field=QuantityField(), db_persist=True
    )
    sources_in_stock = models.PositiveIntegerField(default=0, db_default=0)
    sources_assigned = models.PositiveIntegerField(default=0, db_default=0)
    policy_class = models.ForeignKey(
        PolicyClass, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    is_sold = models.BooleanField(default=True, db_default=True)
    free_for_sale = models.GeneratedField(
        expression=Case(
            When(Q(is_sold=False) | Q(sources_assigned=0), then=Value(None)),
            When(sources_in_stock=0, then=Value(NO_SOURCE_IN_STOCK, output_field=BoundField())),
            default=F("on_hand") - F("reserved") - F("elsewhere"),
        ),
        output_field=BoundField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stock", "product"), name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(sources_in_stock__lte=F("sources_assigned")), name="stock_level_in_stock_of_assigned"
            ),
        )
        indexes = (
            models.Index(fields=("stock", "policy_class", "free_for_sale"), name="stock_level_by_class"),
            # The report of what is low walks the lowest first.
            models.Index(fields=("free", "product"), condition=Q(sources_assigned__gt=0), name="stock_level_by_free"),
            # Whose queues are computed when it is asked what is owed: of levels that owe nothing there is no entry.
            models.Index(fields=("product",), condition=Q(free__lt=0), name="stock_level_below_zero"),
        )
        triggers = (on_level, low_on_stock_level)

    def __str__(self) -> str:
        return f"{self.product} in {self.stock}: {self.on_hand} on hand, {self.reserved} reserved"

    def as_level(self) -> Level:
        """Return the row as the rules take it."""
        return Level(self.on_hand, self.reserved, self.sources_in_stock, self.sources_assigned, self.elsewhere)


@tracked("SourceItemEvent")
class SourceItem(models.Model):
    """Units of one product at one source. The status is set by staff; only In Stock items count.

    `quantity` may be negative when a count says so; `notify_quantity` None means "Use Default".
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    # The constraint's index finds it: each index more is one more that a count has to write.
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="source_items", db_index=False)
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
        # The report walks the lowest quantities, and asks for the highest level first: nothing above it is looked at further.
        indexes = (
            models.Index(fields=("quantity", "product"), name="source_item_by_quantity"),
            models.Index(
                fields=("notify_quantity",), condition=Q(notify_quantity__isnull=False), name="source_item_by_own_level"
            ),
        )
        triggers = (*on_source_item, low_on_source_item)

    def __str__(self) -> str:
        return f"{self.product} at {self.source}: {self.quantity}"
