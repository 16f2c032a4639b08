"""Book a delivery: more units of a product lie at a source."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.actions.use_key import use_key
from catalog.models import Product, Source
from catalog.queries.lock_source_items import lock_source_items
from catalog.rules.quantity import quantity as exact


@transaction.atomic
def receive_stock(
    product: Product, *, source: Source, quantity: Decimal | int | str, by: User | None, key: str | None = None
) -> None:
    """Add `quantity` units of `product` to what lies at `source`; assign it, In Stock, if it was not.

    The same `key` books once, whoever sends it and whenever. A status that staff set stays: a manual Out of Stock is not lifted
    by a delivery. Raises `ValueError` for what is no quantity above zero, `SourcesChangedError` when the sum cannot be stored,
    `HoldsNoStockError` for a configurable product, with nothing saved.
    """
    if key is not None and not use_key(f"stock:{key}", by=by).is_first:
        return
    units = exact(quantity)
    if units <= 0:
        raise ValueError("A delivery has more than 0 units.")
    item = lock_source_items(product).get(source.pk)
    if item is None:
        row = SourceRow(source.pk, None, SourceValues(units))
    else:
        before = SourceValues(item.quantity, item.is_in_stock, item.notify_quantity)
        after = SourceValues(item.quantity + units, item.is_in_stock, item.notify_quantity)
        row = SourceRow(source.pk, before, after)
    assign_sources(product, rows=[row], by=by)
