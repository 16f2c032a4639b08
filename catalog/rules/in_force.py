"""What is in force: of the configuration at one scope, and for one product, whose own values go before it, field by field.

The fields of a policy are those of `catalog.rules.product_setting`, typed here for the rules that ask for them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from catalog.rules.backorder_mode import BackorderMode, adapted_threshold
from catalog.rules.configuration import SETTINGS
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.product_setting import (
    BACKORDER_LEAD_TIME,
    BACKORDERS,
    ENABLE_QTY_INCREMENTS,
    MANAGE_STOCK,
    MAX_SALE_QTY,
    MIN_QTY,
    MIN_SALE_QTY,
    NOTIFY_STOCK_QTY,
    PRODUCT_SETTINGS,
    QTY_INCREMENTS,
    ProductSetting,
)
from catalog.rules.quantity import ZERO, InvalidQuantityError, quantity
from catalog.rules.scope import Scope
from catalog.rules.setting import Kind, Setting


def group_minimums(stored: str) -> dict[str, Decimal | None]:
    """Return {customer group: minimum} for the stored text: a plain number (ALL GROUPS), a JSON object, or "" for none.

    An empty quantity, zero and less are no minimum (None). Raises `ValueError` for any other text.
    """
    if not stored.strip():
        return {}
    decoded: Any = json.loads(stored, parse_float=Decimal, parse_int=Decimal)
    rows = decoded if isinstance(decoded, dict) else {ALL_GROUPS: decoded}
    return {group: _minimum(least) for group, least in rows.items()}


def minimum_for_group(stored: str, group: str | None) -> Decimal | None:
    """Return the minimum for a customer group (its id as text; None asks for ALL GROUPS), or None for no minimum."""
    minimums = group_minimums(stored)
    return minimums[group] if group in minimums else minimums.get(ALL_GROUPS)


def _minimum(least: Any) -> Decimal | None:
    if least is None or least == "":
        return None
    try:
        number = quantity(least)
    except InvalidQuantityError as error:
        raise ValueError("A minimum quantity is a number.") from error
    return number if number > 0 else None


def configured_value(setting: ProductSetting, text: str, group: str | None = None) -> Any:
    """Return the value of a stored text as policies hold it, for a customer group (None: ALL GROUPS)."""
    match setting.kind:
        case Kind.YES_NO:
            return text == "1"
        case Kind.GROUP_MINIMUMS:
            return minimum_for_group(text, group)
        case Kind.CHOICE if setting.modes is not None:
            return setting.modes(int(text))
        case _:
            return Decimal(text)


def own_value(setting: ProductSetting, stored: Any) -> Any:
    """Return a value of the product's row as policies hold it: None is "Use Config Setting"."""
    return stored if stored is None or setting.modes is None else setting.modes(stored)


BUILT_IN: dict[ProductSetting, Any] = {
    setting: configured_value(setting, setting.default) for setting in PRODUCT_SETTINGS
}


@dataclass(frozen=True)
class ConfiguredPolicy:
    """Product Stock Options as configured. `min_sale_qty` is already that of the shopper's group; None: no minimum."""

    manage_stock: bool = BUILT_IN[MANAGE_STOCK]
    backorders: BackorderMode = BUILT_IN[BACKORDERS]
    min_qty: Decimal = BUILT_IN[MIN_QTY]
    min_sale_qty: Decimal | None = BUILT_IN[MIN_SALE_QTY]
    max_sale_qty: Decimal = BUILT_IN[MAX_SALE_QTY]
    notify_stock_qty: Decimal = BUILT_IN[NOTIFY_STOCK_QTY]
    backorder_lead_time: Decimal = BUILT_IN[BACKORDER_LEAD_TIME]
    enable_qty_increments: bool = BUILT_IN[ENABLE_QTY_INCREMENTS]
    qty_increments: Decimal = BUILT_IN[QTY_INCREMENTS]


@dataclass(frozen=True)
class OwnPolicy:
    """Advanced Inventory of one product as stored: None means "Use Config Setting"; 0 and False are values."""

    manage_stock: bool | None = None
    backorders: BackorderMode | None = None
    min_qty: Decimal | None = None
    min_sale_qty: Decimal | None = None
    max_sale_qty: Decimal | None = None
    notify_stock_qty: Decimal | None = None
    backorder_lead_time: Decimal | None = None
    enable_qty_increments: bool | None = None
    qty_increments: Decimal | None = None
    is_qty_decimal: bool = False


@dataclass(frozen=True)
class StockPolicy(ConfiguredPolicy):
    """What holds for one product. `min_qty` is the threshold as stored. What follows from the values is worked out once."""

    is_qty_decimal: bool = False

    @cached_property
    def threshold(self) -> Decimal:
        """The Out-of-Stock Threshold in force, adapted to the backorder mode."""
        return adapted_threshold(self.min_qty, self.backorders)

    @cached_property
    def is_unlimited(self) -> bool:
        """Backorders on and a threshold of 0: "infinite backorders" in the guide."""
        return self.backorders.allows_below_zero and self.threshold == 0

    @cached_property
    def floor(self) -> Decimal | None:
        """The lowest free quantity an order may leave behind; None when nothing limits the sale."""
        return None if self.is_unlimited or not self.manage_stock else self.threshold

    @cached_property
    def increment(self) -> Decimal:
        """The step between quantities; 0: none. Its decimal places are cut off unless the product's quantity uses decimals."""
        if not self.enable_qty_increments:
            return ZERO
        return max(self.qty_increments if self.is_qty_decimal else Decimal(int(self.qty_increments)), ZERO)


# What a product's row holds for the rules.
OWN_VALUES = (*(setting.name for setting in PRODUCT_SETTINGS), "is_qty_decimal")


def own_policy(stored: Mapping[str, Any]) -> OwnPolicy:
    """Return the own values of a product whose row holds `stored`, by `OWN_VALUES`."""
    return OwnPolicy(
        **{setting.name: own_value(setting, stored[setting.name]) for setting in PRODUCT_SETTINGS},
        is_qty_decimal=stored["is_qty_decimal"],
    )


# The same values are the same policy, and a shop has some dozens of combinations.
@lru_cache(maxsize=1024)
def stock_policy(own: OwnPolicy, configured: ConfiguredPolicy) -> StockPolicy:
    """Return the policy in force: each field is the product's own value, else the configured one."""
    return StockPolicy(
        **{
            setting.name: getattr(configured if getattr(own, setting.name) is None else own, setting.name)
            for setting in PRODUCT_SETTINGS
        },
        is_qty_decimal=own.is_qty_decimal,
    )


@dataclass(frozen=True)
class Found:
    """A value in force and the scope that it comes from; `None` means the built-in default."""

    value: str
    scope: Scope | None


def value_in_force(stored: dict[Scope, str], *, at: Scope, narrowest: Scope, built_in: str) -> Found:
    """Return the nearest stored value, seen from scope `at`, widening step by step.

    A setting cannot be stored below its `narrowest` scope: a row left there by an older version is not read.
    """
    for scope in sorted(Scope, reverse=True):
        if scope <= at and scope <= narrowest and scope in stored:
            return Found(stored[scope], scope)
    return Found(built_in, None)


@dataclass(frozen=True)
class Configuration:
    """Values in force by path. Made by `configuration_in_force`; read with `text`, `number` and `flag`."""

    found: Mapping[str, Found]

    def text(self, setting: Setting) -> str:
        """Return the value as stored text."""
        return self.found[setting.path].value

    def number(self, setting: Setting) -> Decimal:
        """Return a number setting's value."""
        return Decimal(self.text(setting))

    def flag(self, setting: Setting) -> bool:
        """Return a Yes/No setting's value."""
        return self.text(setting) == "1"

    def configured_policy(self, group: str | None = None) -> ConfiguredPolicy:
        """Return Product Stock Options; `group` is the shopper's customer group code, None asks for ALL GROUPS."""
        return ConfiguredPolicy(
            **{setting.name: configured_value(setting, self.text(setting), group) for setting in PRODUCT_SETTINGS}
        )


def configuration_in_force(stored: Mapping[str, dict[Scope, str]], *, at: Scope = Scope.DEFAULT) -> Configuration:
    """Return every declared setting's value in force at scope `at`, from stored rows {path: {scope: value}}."""
    return Configuration(
        {
            path: value_in_force(stored.get(path, {}), at=at, narrowest=setting.narrowest, built_in=setting.default)
            for path, setting in SETTINGS.items()
        }
    )


# The same rows are the same configuration, and a shop has few: each page is asked for in one of them.
@lru_cache(maxsize=64)
def configuration_of_rows(rows: tuple[tuple[str, int, str], ...], at: Scope) -> Configuration:
    """Return the configuration at scope `at` of stored (path, scope, value), those of what lies around it among them."""
    stored: dict[str, dict[Scope, str]] = {}
    for path, scope, value in rows:
        stored.setdefault(path, {})[Scope(scope)] = value
    return configuration_in_force(stored, at=at)
