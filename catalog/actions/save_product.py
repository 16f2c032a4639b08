"""Save a product with its Advanced Inventory and its sources: all of it or nothing."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.assign_sources import MergedQuantity, SourceRow, assign_sources
from catalog.actions.changed_meanwhile import keep_theirs
from catalog.actions.save_advanced_inventory import save_advanced_inventory
from catalog.actions.save_row import save_row
from catalog.models import Product
from catalog.rules.stock_policy import OwnPolicy


@transaction.atomic
def save_product(
    product: Product,
    *,
    changes: Collection[str] | None = None,
    shown: Mapping[str, Any] | None = None,
    own_policy: OwnPolicy | None = None,
    own_shown: OwnPolicy | None = None,
    has_multiple_boxes: bool = False,
    source_rows: Iterable[SourceRow] = (),
    by: User | None,
) -> tuple[MergedQuantity, ...]:
    """Write the product's own columns, then Advanced Inventory (None leaves it), then the rows of the Sources area.

    `changes` names the columns that were changed; None writes all of them. With `shown`, {column: value when the product was
    read}, and `own_shown` only what differs from them is written, and what somebody else changed since stays. Returns the
    quantities that somebody else had changed meanwhile. Raises `ChangedMeanwhile` for what both changed, and what `save_row`,
    `save_advanced_inventory` and `assign_sources` raise, with nothing saved.
    """
    if shown is not None:
        changes = keep_theirs(product, shown=shown)
    # Only changed columns: others may be newer in the database than in `product`.
    save_row(product, only=None if changes is None else [*changes, "updated_at"])
    if own_policy is not None:
        save_advanced_inventory(
            product, values=own_policy, has_multiple_boxes=has_multiple_boxes, shown=own_shown, by=by
        )
    return assign_sources(product, rows=source_rows, by=by)
