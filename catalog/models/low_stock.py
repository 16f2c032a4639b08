"""What is low now, computed by a database view each time it is asked: the SQL twin of `rules.low_stock`."""

from django.db import models

from catalog.models.fields import QuantityField
from catalog.models.product import Product
from catalog.models.source import Source
from catalog.models.stock import Stock


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
