"""When somebody deletes products: say what open orders hold of them, and let those orders know."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from backorders.actions.note_deleted_products import note_deleted_products
from backorders.queries.delivery import deliveries_of_products
from backorders.queries.order_lines import held_products
from backorders.words.delivery import came_in_words
from catalog.rules.held_units import HeldUnits

DELIVERIES_NAMED = 3


def say_what_is_held(*, product_ids: Collection[int], **_: Any) -> HeldUnits:
    """Return what open orders hold of the products, and in which deliveries they came."""
    said = came_in_words(*deliveries_of_products(product_ids, first=DELIVERIES_NAMED))
    return replace(held_products(product_ids), besides=(said,) if said else ())


def let_orders_know(*, product_ids: Collection[int], by: User | None, now: datetime, **_: Any) -> None:
    """Note in the open orders that their product is deleted."""
    note_deleted_products(product_ids=product_ids, by=by, now=now)
