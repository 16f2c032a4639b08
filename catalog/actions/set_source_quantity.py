"""Set how many units of a product lie at a source: a count, or the first units there."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.models import Product, Source
from catalog.queries.lock_source_items import lock_source_items
from catalog.rules.quantity import quantity as exact


@transaction.atomic
def set_source_quantity(product: Product, *, source: Source, quantity: Decimal | int | str, by: User | None) -> None:
    """Set the quantity of `product` at `source` to `quantity` units, whatever it was; assign it, In Stock, if it was not.

    Raises `InvalidQuantityError` for what is no quantity, `HoldsNoStockError` for a configurable
    product, with nothing saved.
    """
    units = exact(quantity)
    item = lock_source_items(product).get(source.pk)
    before = None if item is None else SourceValues(item.quantity, item.is_in_stock, item.notify_quantity)
    after = SourceValues(units) if before is None else SourceValues(units, before.is_in_stock, before.notify_quantity)
    assign_sources(product, rows=[SourceRow(source.pk, before, after)], by=by)
