"""Write into open orders that a product of theirs is deleted."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User

from backorders.models import EventKind, OrderEvent, OrderLine
from backorders.queries.locks import locked_orders
from backorders.queries.order_lines import lines_of_products
from backorders.words.order import units_in_words


def note_deleted_products(*, product_ids: Collection[int], by: User | None, now: datetime) -> None:
    """Lock the orders that name the products, and note in each open one what of them it owes from now on.

    Call in the transaction that deletes the products, first: who acts on an order takes this lock before any other.
    """
    named = OrderLine.objects.filter(product__in=product_ids).order_by("order_id").values_list("order_id", flat=True)
    locked_orders(named.distinct())
    units = defaultdict(list)
    for line in lines_of_products(product_ids).order_by("order_id", "pk"):
        units[line.order_id].append((line.sku, line.open))
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order_id=order_id,
            kind=EventKind.EDITED,
            text=f"Deleted from the catalog: {units_in_words(owed)} stay owed.",
            at=now,
            by=by,
        )
        for order_id, owed in units.items()
    )
