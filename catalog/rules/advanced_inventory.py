"""Advanced Inventory of one product: which of its own values are no values (docs/rules.md#settings-2)."""

from decimal import Decimal
from typing import Any

from catalog.rules.in_force import OwnPolicy
from catalog.rules.product_setting import PRODUCT_SETTINGS, USES_DECIMALS, ProductSetting
from catalog.rules.quantity import InvalidQuantityError, quantity
from catalog.rules.setting import Bound, Kind

NOT_NEGATIVE = Bound.NOT_NEGATIVE.value
NO_FLAG = "Please choose Yes or No."
NO_MODE = "Please select an option."
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
    for setting in PRODUCT_SETTINGS:
        value = getattr(own, setting.name)
        if value is None or not setting.is_number:
            continue
        if value < 0 and not setting.may_be_negative:
            errors[setting.name] = NOT_NEGATIVE
        elif setting.is_whole and not own.is_qty_decimal and value != Decimal(value).to_integral_value():
            errors[setting.name] = WHOLE
    return errors


def _unreadable(own: OwnPolicy) -> dict[str, str]:
    """Return what is not even of the kind that its column holds: no form sends it, but anybody may."""
    found = {setting.name: _problem(setting, getattr(own, setting.name)) for setting in PRODUCT_SETTINGS}
    found[USES_DECIMALS.name] = "" if isinstance(getattr(own, USES_DECIMALS.name), bool) else NO_FLAG
    return {name: problem for name, problem in found.items() if problem}


def _problem(setting: ProductSetting, value: Any) -> str:
    if value is None:
        return ""
    match setting.kind:
        case Kind.YES_NO:
            return "" if isinstance(value, bool) else NO_FLAG
        case Kind.CHOICE:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            return "" if is_number and str(int(value)) in dict(setting.choices) else NO_MODE
        case _:
            return "" if _is_kept_as_typed(value) else Bound.NUMBER.value


def _is_kept_as_typed(value: object) -> bool:
    try:
        return quantity(value) == value  # type: ignore[arg-type]  # what it is has to be found out here
    except InvalidQuantityError:
        return False
