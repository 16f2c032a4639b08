"""Between which prices a configurable product lies, which only the database's triggers write (docs/decisions/0087)."""

from django.db import models

from catalog.models.fields import MoneyField
from catalog.models.product import Product


class PriceRange(models.Model):
    """The lowest and the highest price of the variants of a configurable product, sold or not; its own where it has none.

    What it costs in a shop is the price of the cheapest variant that can be bought there, which changes with every sale. It lies
    between the two: listings by price are read along them, and ask of those alone that stand near enough.
    """

    product = models.OneToOneField(
        Product, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="price_range"
    )
    lowest = MoneyField()
    highest = MoneyField()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=("lowest", "product"), name="price_range_by_lowest"),
            models.Index(fields=("highest", "product"), name="price_range_by_highest"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(lowest__lte=models.F("highest")), name="price_range_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.lowest} to {self.highest}"
