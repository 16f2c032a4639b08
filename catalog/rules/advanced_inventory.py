"""Advanced Inventory of one product: which of its own values are no values (docs/rules.md#settings-2)."""

from decimal import Decimal
from typing import Any

from catalog.rules.in_force import OwnPolicy
from catalog.rules.product_setting import PRODUCT_SETTINGS, USES_DECIMALS, ProductSetting
from catalog.rules.quantity import InvalidQuantityError, quantity
from catalog.rules.setting import Kind, SettingProblem


def advanced_inventory_problems(own: OwnPolicy) -> dict[str, SettingProblem]:
    """Return {field: problem} for the own values that cannot be stored; empty when all can.

    Contradictions (a threshold that is ignored under the mode, a minimum above the maximum) are values: they are stored
    and explained, not refused.
    """
    problems = _unreadable(own)
    if problems:
        return problems
    for setting in PRODUCT_SETTINGS:
        value = getattr(own, setting.name)
        if value is None or not setting.is_number:
            continue
        if value < 0 and not setting.may_be_negative:
            problems[setting.name] = SettingProblem.NEGATIVE
        elif setting.is_whole and not own.is_qty_decimal and value != Decimal(value).to_integral_value():
            problems[setting.name] = SettingProblem.NOT_WHOLE
    return problems


def _unreadable(own: OwnPolicy) -> dict[str, SettingProblem]:
    """Return what is not even of the kind that its column holds: no form sends it, but anybody may."""
    found = {setting.name: _problem(setting, getattr(own, setting.name)) for setting in PRODUCT_SETTINGS}
    found[USES_DECIMALS.name] = _no_flag(getattr(own, USES_DECIMALS.name))
    return {name: problem for name, problem in found.items() if problem is not None}


def _problem(setting: ProductSetting, value: Any) -> SettingProblem | None:
    if value is None:
        return None
    match setting.kind:
        case Kind.YES_NO:
            return _no_flag(value)
        case Kind.CHOICE:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            is_offered = is_number and str(int(value)) in dict(setting.choices)
            return None if is_offered else SettingProblem.NOT_OFFERED
        case _:
            return None if _is_kept_as_typed(value) else SettingProblem.NO_NUMBER


def _no_flag(value: object) -> SettingProblem | None:
    return None if isinstance(value, bool) else SettingProblem.NO_FLAG


def _is_kept_as_typed(value: object) -> bool:
    try:
        return quantity(value) == value  # type: ignore[arg-type]  # what it is has to be found out here
    except InvalidQuantityError:
        return False
