"""Products are saved with their Advanced Inventory, disabled or deleted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from catalog.actions.assign_sources import MergedQuantity, SourceRow, assign_sources
from catalog.actions.steps.row import InvalidRowError, keep_theirs, mine_only, record_change, save_row
from catalog.models import Product, StockItem
from catalog.queries.incoming_supply import expected_of_products
from catalog.queries.locks.product import lock_deleted_products, lock_disabled_products
from catalog.queries.locks.row import locked_row
from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.held_units import HeldUnits, all_held
from catalog.rules.in_force import OwnPolicy
from catalog.rules.product_key import sku_problem
from catalog.rules.product_setting import MULTIPLE_BOXES
from catalog.signals import products_deleting, products_held
from catalog.words.incoming_supply import lost_in_words
from catalog.words.product_setting import own_value_words
from catalog.words.refusal import Refused
from catalog.words.setting import setting_problem_words


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
    if problem := sku_problem(product.sku):
        raise InvalidRowError({"sku": [problem]})
    # Only changed columns: others may be newer in the database than in `product`.
    save_row(product, only=None if changes is None else [*changes, "updated_at"])
    if own_policy is not None:
        save_advanced_inventory(
            product, values=own_policy, has_multiple_boxes=has_multiple_boxes, shown=own_shown, by=by
        )
    return assign_sources(product, rows=source_rows, by=by)


class InvalidAdvancedInventoryError(ValueError):
    """A value cannot be stored; nothing was saved. `errors` holds {field: message for the field}."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{_label(name)}: {message}" for name, message in errors.items()))
        self.errors = dict(errors)


@transaction.atomic
def save_advanced_inventory(
    product: Product,
    *,
    values: OwnPolicy,
    has_multiple_boxes: bool = False,
    shown: OwnPolicy | None = None,
    by: User | None,
) -> None:
    """Store the product's own values; None is "Use Config Setting", 0 is a value.

    `has_multiple_boxes` is Allow Multiple Boxes for Shipping; it is dropped unless the quantity uses decimals. A product
    that uses the configuration throughout gets no row. With `shown`, the values when they were read, only what differs from them is
    written. Raises `ChangedMeanwhile` for what somebody else changed too, `InvalidAdvancedInventoryError`, and
    `Product.DoesNotExist` for one that was deleted, with nothing saved.
    """
    problems = advanced_inventory_problems(values)
    if problems:
        raise InvalidAdvancedInventoryError({name: setting_problem_words(why) for name, why in problems.items()})
    wanted = asdict(values) | {MULTIPLE_BOXES.name: has_multiple_boxes and values.is_qty_decimal}
    # Held until the commit: two saves of one product wait for each other instead of racing for the first row.
    locked_row(product)
    stored = StockItem.objects.filter(product=product).first() or StockItem(product=product)
    if shown is not None:
        now = {name: getattr(stored, name) for name in asdict(shown)}
        wanted = now | mine_only(shown=asdict(shown), stored=now, wanted={name: wanted[name] for name in now})
    changes = {name: (getattr(stored, name), value) for name, value in wanted.items() if getattr(stored, name) != value}
    if not changes:
        return
    for name, value in wanted.items():
        setattr(stored, name, value)
    stored.save()
    record_change(
        product,
        [
            f"{_label(name)}: {own_value_words(name, before)} → {own_value_words(name, after)}"
            for name, (before, after) in changes.items()
        ],
        by=by,
    )


def _label(name: str) -> str:
    return str(StockItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  Django's API


# A cart or an order may name the product while it goes; the next attempt sees that row.
ATTEMPTS = 3
SUPPLIES_NAMED = 3
CHANGED = (
    "What open orders hold of it, or what names it, has changed since this page was opened. Please look once more."
)
NO_RIGHT = (
    "Open orders hold units of it, and you do not have the right to delete what they wait for. You can disable it."
)


class CannotDeleteProducts(Refused):
    """Nothing was deleted. `held` is what open orders hold now."""

    def __init__(self, why: str, held: HeldUnits) -> None:
        """Keep both."""
        super().__init__(why)
        self.held = held


def held_units(product_ids: Collection[int]) -> HeldUnits:
    """Return what open orders hold of the products, and what else names them."""
    answers = products_held.send(sender=Product, product_ids=sorted(product_ids))
    return all_held((*(cast("HeldUnits", held) for _, held in answers), _expected(product_ids)))


def _expected(product_ids: Collection[int]) -> HeldUnits:
    found = expected_of_products(product_ids, first=SUPPLIES_NAMED)
    said = lost_in_words(found.supplies, found.units, [(each.supply, each.source_name) for each in found.first])
    return HeldUnits(besides=(said,) if said else ())


def delete_products(
    *,
    product_ids: Collection[int],
    by: User | None,
    may_delete_held: bool,
    seen: str | None = None,
    now: datetime,
) -> tuple[str, ...]:
    """Delete the products with their stock and return their names; those that are gone already are passed over.

    Variants stay as simple products. What open orders hold stays owed there. `may_delete_held`: whether who asks may delete
    what open orders hold; `seen` is `HeldUnits.mark` when he was told of it (None: not asked). Raises `CannotDeleteProducts`.
    """
    ids = sorted(product_ids)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                products_deleting.send(sender=Product, product_ids=ids, by=by, now=now)
                names = lock_deleted_products(ids)
                held = held_units(ids)
                if seen is not None and seen != held.mark:
                    raise CannotDeleteProducts(CHANGED, held)
                if held.orders and not may_delete_held:
                    raise CannotDeleteProducts(NO_RIGHT, held)
                Product.objects.filter(pk__in=ids).delete()
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
        else:
            return names
    return ()


@transaction.atomic
def disable_products(*, product_ids: Collection[int], by: User | None) -> int:
    """Disable the products, and return how many were enabled. Orders are not touched."""
    changed = [product for product in lock_disabled_products(product_ids) if product.is_enabled]
    for product in changed:
        product.is_enabled = False
        product.save(update_fields=("is_enabled", "updated_at"))
        record_change(product, ["Disabled instead of deleted."], by=by)
    return len(changed)
