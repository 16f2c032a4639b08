"""Stock levels: on hand and reserved per (stock, product), written by the database's triggers only."""

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.models.fields import QuantityField
from catalog.models.low_stock_triggers import low_on_stock_level
from catalog.models.product import Product
from catalog.models.stock import Stock
from catalog.rules.salable import Level


class StockLevel(models.Model):
    """What lies where, summed. Salable quantity is never stored: it is free less the threshold in force, on every read.

    `sources_in_stock` and `sources_assigned` count source items, so that lists need no look at the items themselves.
    """

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="stock_levels")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock_levels")
    on_hand = QuantityField(default=0, db_default=0)
    reserved = QuantityField(default=0, db_default=0)
    sources_in_stock = models.PositiveIntegerField(default=0, db_default=0)
    sources_assigned = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stock", "product"), name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(sources_in_stock__lte=models.F("sources_assigned")), name="stock_level_in_stock_of_assigned"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="written_by_triggers_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                # Depth 0 is a statement of a program or a person; from 1 on another table's trigger writes.
                condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
                func="RAISE EXCEPTION 'catalog_stocklevel is kept by triggers: change source items or reservations';",
            ),
            low_on_stock_level,
        )

    def __str__(self) -> str:
        return f"{self.product} in {self.stock}: {self.on_hand} on hand, {self.reserved} reserved"

    def as_level(self) -> Level:
        """Return the row as the rules take it."""
        return Level(self.on_hand, self.reserved, self.sources_in_stock, self.sources_assigned)
