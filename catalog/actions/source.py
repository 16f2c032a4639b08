"""What comes to a source is received; sources are enabled.

Book a delivery: more units of a product lie at a source.
Enable or disable sources: a disabled source's units do not count in any stock.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.actions.posted_form import use_key
from catalog.actions.steps.row import record_change
from catalog.models import Product, Source
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.locks.product import lock_source_items, lock_switched_sources
from catalog.rules.quantity import more_than_nothing


@transaction.atomic
def receive_stock(
    product: Product,
    *,
    source: Source,
    quantity: Decimal | int | str,
    by: User | None,
    now: datetime,
    key: str | None = None,
) -> None:
    """Add `quantity` units of `product` to what lies at `source`; assign it, In Stock, if it was not.

    The same `key` books once, whoever sends it and whenever. A status that staff set stays: a manual Out of Stock is not lifted
    by a delivery. Raises `InvalidQuantityError` for what is no quantity above zero or a fraction of what is kept in whole units,
    `SourcesChanged` when the sum cannot be stored, `HoldsNoStock` for a configurable product, `Product.DoesNotExist`
    for one that was deleted, with nothing saved.
    """
    units = more_than_nothing(quantity)
    if key is not None and not use_key(f"stock:{key}", by=by, now=now).is_first:
        return
    item = lock_source_items(product).get(source.pk)
    if item is None:
        row = SourceRow(source.pk, None, SourceValues(units))
    else:
        before = SourceValues(item.quantity, item.is_in_stock, item.notify_quantity)
        after = SourceValues(item.quantity + units, item.is_in_stock, item.notify_quantity)
        row = SourceRow(source.pk, before, after)
    assign_sources(product, rows=[row], by=by)


@dataclass(frozen=True)
class EnabledSources:
    """How many sources were switched, how many were so already, and whether the Default Source was left as it is."""

    switched: int
    already: int
    default_left: bool


@transaction.atomic
def enable_sources(source_ids: Collection[int], *, enable: bool, by: User | None) -> EnabledSources:
    """Switch the sources on or off. The Default Source can not be disabled: it is left out, and the answer says so."""
    rows = lock_switched_sources(source_ids)
    kept = [source for source in rows if not enable and source.code == DEFAULT_SOURCE_CODE]
    wanted = [source for source in rows if source not in kept and source.is_enabled != enable]
    # One statement: the trigger sums the levels of all of them once, and locks them in one order.
    Source.objects.filter(pk__in=[source.pk for source in wanted]).update(is_enabled=enable)
    for source in wanted:
        record_change(source, ["Enabled" if enable else "Disabled"], by=by)
    return EnabledSources(len(wanted), len(rows) - len(wanted) - len(kept), default_left=bool(kept))
