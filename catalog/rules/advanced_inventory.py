"""Advanced Inventory of one product: which of its own values are no values (docs/rules.md#settings-2)."""

from dataclasses import fields
from decimal import Decimal

from catalog.rules.quantity import InvalidQuantityError, quantity
from catalog.rules.setting import Bound
from catalog.rules.stock_policy import BackorderMode, OwnPolicy

NOT_NEGATIVE = Bound.NOT_NEGATIVE.value
NO_FLAG = "Please choose Yes or No."
NO_MODE = "Please select an option."
FLAGS = frozenset({"manage_stock", "enable_qty_increments", "is_qty_decimal"})
TOO_PRECISE = "Please enter a number with at most four decimal places."
WHOLE = "Please enter a whole number, or set Qty Uses Decimals to Yes."


def advanced_inventory_errors(own: OwnPolicy) -> dict[str, str]:
    """Return {field: message} for the own values that cannot be stored; empty when all can.

    Contradictions (a threshold that is ignored under the mode, a minimum above the maximum) are values: they are stored
    and explained, not refused.
    """
    errors = _unreadable(own)
    if errors:
        return errors
    for name in ("min_sale_qty", "qty_increments"):
        value: Decimal | None = getattr(own, name)
        if value is None:
            continue
        if value < 0:
            errors[name] = NOT_NEGATIVE
        elif not own.is_qty_decimal and value != value.to_integral_value():
            errors[name] = WHOLE
    # A maximum of 0 means no maximum.
    if own.max_sale_qty is not None and own.max_sale_qty < 0:
        errors["max_sale_qty"] = NOT_NEGATIVE
    return errors


def _unreadable(own: OwnPolicy) -> dict[str, str]:
    """Return what is not even of the kind that its column holds: no form sends it, but anybody may."""
    errors = {}
    for field in fields(own):
        value = getattr(own, field.name)
        if value is None and field.name != "is_qty_decimal":
            continue
        if field.name == "backorders":
            if isinstance(value, bool) or not isinstance(value, int) or value not in set(BackorderMode):
                errors[field.name] = NO_MODE
        elif field.name in FLAGS:
            if not isinstance(value, bool):
                errors[field.name] = NO_FLAG
        elif not _is_kept_as_typed(value):
            errors[field.name] = Bound.NUMBER.value
    return errors


def _is_kept_as_typed(value: object) -> bool:
    try:
        return quantity(value) == value  # type: ignore[arg-type]  # what it is has to be found out here
    except InvalidQuantityError:
        return False
