"""Put units back on the shelf that they came from."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from catalog.models import SourceItem
from catalog.queries.locked_items import locked_items


@transaction.atomic
def put_back(units: Mapping[tuple[int, int], Decimal], *, set_in_stock: bool) -> None:
    """Add `units` {(source id, product id): quantity} to the sources; a source item that is gone is assigned again.

    `set_in_stock` is "Set Items' Status to be In Stock ...": a source item that has units again counts again.
    """
    wanted = {key: quantity for key, quantity in units.items() if quantity > 0}
    items = locked_items({product_id for _, product_id in wanted})
    missing = [
        SourceItem(source_id=key[0], product_id=key[1], quantity=wanted[key]) for key in wanted if key not in items
    ]
    found = [items[key] for key in wanted if key in items]
    for item in found:
        item.quantity += wanted[item.source_id, item.product_id]
        item.is_in_stock = item.is_in_stock or (set_in_stock and item.quantity > 0)
    SourceItem.objects.bulk_update(found, ("quantity", "is_in_stock"))
    SourceItem.objects.bulk_create(missing)
