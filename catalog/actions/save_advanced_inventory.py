"""Save Advanced Inventory of one product."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.changed_meanwhile import mine_only
from catalog.actions.record_change import record_change
from catalog.models import Product, StockItem
from catalog.rules.advanced_inventory import advanced_inventory_errors
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.quantity import plain
from catalog.rules.stock_policy import OwnPolicy


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
    errors = advanced_inventory_errors(values)
    if errors:
        raise InvalidAdvancedInventoryError(errors)
    wanted = asdict(values) | {"is_decimal_divided": has_multiple_boxes and values.is_qty_decimal}
    # Held until the commit: two saves of one product wait for each other instead of racing for the first row.
    Product.objects.select_for_update(no_key=True).only("pk").get(pk=product.pk)
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
        [f"{_label(name)}: {_words(before)} → {_words(after)}" for name, (before, after) in changes.items()],
        by=by,
    )


def _label(name: str) -> str:
    return str(StockItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  Django's API


def _words(value: Any) -> str:
    match value:
        case None:
            return "Use Config Setting"
        case bool():
            return "Yes" if value else "No"
        case Decimal():
            return plain(value)
        case _:
            return BackorderMode(value).label
