"""Delete products, or disable them instead."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.actions.record_change import record_change
from catalog.models import Product
from catalog.queries.lock_deleted_products import lock_deleted_products
from catalog.rules.held_units import HeldUnits, all_held
from catalog.signals import products_deleting, products_held

# A cart or an order may name the product while it goes; the next attempt sees that row.
ATTEMPTS = 3
CHANGED = "What open orders hold of it has changed since this page was opened. Please look once more."
NO_RIGHT = (
    "Open orders hold units of it, and you do not have the right to delete what they wait for. You can disable it."
)


class CannotDeleteProducts(Exception):
    """Nothing was deleted; `str()` says why. `held` is what open orders hold now."""

    def __init__(self, why: str, held: HeldUnits) -> None:
        """Keep both."""
        super().__init__(why)
        self.held = held


def held_units(product_ids: Collection[int]) -> HeldUnits:
    """Return what open orders hold of the products."""
    answers = products_held.send(sender=Product, product_ids=sorted(product_ids))
    return all_held(cast("HeldUnits", held) for _, held in answers)


def delete_products(
    *,
    product_ids: Collection[int],
    by: User | None,
    may_delete_held: bool,
    seen: str | None = None,
    now: datetime | None = None,
) -> tuple[str, ...]:
    """Delete the products with their stock and return their names; those that are gone already are passed over.

    Variants stay as simple products. What open orders hold stays owed there. `may_delete_held`: whether who asks may delete
    what open orders hold; `seen` is `HeldUnits.mark` when he was told of it (None: not asked). Raises `CannotDeleteProducts`.
    """
    ids = sorted(product_ids)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                products_deleting.send(sender=Product, product_ids=ids, by=by, now=now or timezone.now())
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
    locked = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=product_ids)
    changed = [product for product in locked.defer("description").order_by("pk") if product.is_enabled]
    for product in changed:
        product.is_enabled = False
        product.save(update_fields=("is_enabled", "updated_at"))
        record_change(product, ["Disabled instead of deleted."], by=by)
    return len(changed)
