"""Put units back on the shelf that they came from."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from catalog.models import Product, Source, SourceItem
from catalog.queries.locked_items import locked_items
from catalog.rules.quantity import LARGEST, InvalidQuantityError, not_negative


@transaction.atomic
def put_back(units: Mapping[tuple[int, int], Decimal], *, set_in_stock: bool) -> None:
    """Add `units` {(source id, product id): quantity} to the sources; a source item that is gone is assigned again.

    `set_in_stock` is "Set Items' Status to be In Stock ...": a source item that has units again counts again. Raises
    `InvalidQuantityError` for what is no quantity, less than nothing, or more than a shelf can hold, and `DoesNotExist` for a
    source or a product that was deleted, with nothing put back.
    """
    wanted = {key: units_of for key, given in units.items() if (units_of := not_negative(given))}
    items = locked_items({product_id for _, product_id in wanted})
    missing = [
        SourceItem(source_id=key[0], product_id=key[1], quantity=wanted[key]) for key in wanted if key not in items
    ]
    _refuse_gone(missing)
    found = [items[key] for key in wanted if key in items]
    for item in found:
        item.quantity += wanted[item.source_id, item.product_id]
        if item.quantity > LARGEST:
            raise InvalidQuantityError(item.quantity, "A shelf holds at most eight digits before the decimal point.")
        item.is_in_stock = item.is_in_stock or (set_in_stock and item.quantity > 0)
    SourceItem.objects.bulk_update(found, ("quantity", "is_in_stock"))
    SourceItem.objects.bulk_create(missing)


def _refuse_gone(missing: list[SourceItem]) -> None:
    """Refuse what would refer to nothing: the database says so only at the commit."""
    for model, ids in (
        (Source, {item.source_id for item in missing}),
        (Product, {item.product_id for item in missing}),
    ):
        if ids and model.objects.filter(pk__in=ids).count() < len(ids):
            raise model.DoesNotExist
