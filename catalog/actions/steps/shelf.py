"""Units leave a source, never below zero, and come back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from catalog.models import Product, Source, SourceItem
from catalog.queries.locks.product import locked_items
from catalog.rules.quantity import LARGEST, ZERO, InvalidQuantityError, not_negative


@dataclass(frozen=True)
class Short:
    """A source that has not what was asked of it; quantities in units."""

    source_id: int
    product_id: int
    asked: Decimal
    on_shelf: Decimal


class NotOnShelf(Exception):
    """Units were asked that do not lie there; nothing was taken. `short` names every product and source."""

    def __init__(self, short: tuple[Short, ...]) -> None:
        """Keep what is short."""
        super().__init__("Not all of your products are available in the requested quantity.")
        self.short = short


@transaction.atomic
def deduct(units: Mapping[tuple[int, int], Decimal]) -> None:
    """Take `units` {(source id, product id): quantity} from the sources.

    Raises `NotOnShelf`, and `InvalidQuantityError` for what is no quantity or less than nothing, with nothing taken.
    """
    wanted = {key: units_of for key, given in units.items() if (units_of := not_negative(given))}
    items = locked_items({product_id for _, product_id in wanted})
    held = {key: items[key].quantity if key in items else ZERO for key in wanted}
    short = tuple(Short(*key, asked, max(held[key], ZERO)) for key, asked in wanted.items() if held[key] < asked)
    if short:
        raise NotOnShelf(short)
    for key, quantity in wanted.items():
        items[key].quantity -= quantity
    SourceItem.objects.bulk_update([items[key] for key in wanted], ("quantity",))


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
