"""Book a delivery: more units of a product lie at a source."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.actions.use_key import use_key
from catalog.models import Product, Source
from catalog.queries.lock_source_items import lock_source_items
from catalog.rules.quantity import more_than_nothing


@transaction.atomic
def receive_stock(
    product: Product, *, source: Source, quantity: Decimal | int | str, by: User | None, key: str | None = None
) -> None:
    """Add `quantity` units of `product` to what lies at `source`; assign it, In Stock, if it was not.

    The same `key` books once, whoever sends it and whenever. A status that staff set stays: a manual Out of Stock is not lifted
    by a delivery. Raises `InvalidQuantityError` for what is no quantity above zero or a fraction of what is kept in whole units,
    `SourcesChangedError` when the sum cannot be stored, `HoldsNoStockError` for a configurable product, `Product.DoesNotExist`
    for one that was deleted, with nothing saved.
    """
    units = more_than_nothing(quantity)
    if key is not None and not use_key(f"stock:{key}", by=by).is_first:
        return
    item = lock_source_items(product).get(source.pk)
    if item is None:
        row = SourceRow(source.pk, None, SourceValues(units))
    else:
        before = SourceValues(item.quantity, item.is_in_stock, item.notify_quantity)
        after = SourceValues(item.quantity + units, item.is_in_stock, item.notify_quantity)
        row = SourceRow(source.pk, before, after)
    assign_sources(product, rows=[row], by=by)
