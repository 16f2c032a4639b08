"""Take units off the shelf: never below zero, and all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from catalog.models import SourceItem
from catalog.queries.locked_items import locked_items
from catalog.rules.quantity import ZERO, not_negative


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
