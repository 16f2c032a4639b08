"""How Stores > Configuration is laid out, and which of its values contradict each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalog.rules import configuration as declared
from catalog.rules import product_setting
from catalog.rules.backorder_mode import BackorderMode, adapted_threshold
from catalog.rules.configuration import (
    CHECKOUT_GROUPS,
    GROUPS,
    PAYMENT_GROUPS,
    SALES_EMAIL_GROUPS,
    SALES_GROUPS,
    SHIPPING_GROUPS,
    SettingGroup,
)
from catalog.rules.product_setting import PRODUCT_SETTINGS
from catalog.rules.quantity import ZERO
from catalog.rules.sales_settings import CHECK_LIFETIME, CHECK_REMINDER
from catalog.rules.setting import Setting, minimum_rows


class Contradiction(Enum):
    """What a setting cannot do while the others stand as they do."""

    MINIMUM_ABOVE_MAXIMUM = "minimum_above_maximum"
    INCREMENT_ABOVE_MAXIMUM = "increment_above_maximum"
    NO_MULTIPLE_IN_RANGE = "no_multiple_in_range"
    NEVER_SHOWN_WHILE_UNLIMITED = "never_shown_while_unlimited"
    NOTHING_IS_COUNTED = "nothing_is_counted"
    NEVER_REMINDED = "never_reminded"


@dataclass(frozen=True)
class Contradicted:
    """One contradiction, at the setting `path`. `causes` are the paths of all settings it comes from, itself included.

    `least`, `most` and `step` are the quantities it is about, in units; 0 where it is about none.
    """

    path: str
    contradiction: Contradiction
    causes: tuple[str, ...]
    least: Decimal = ZERO
    most: Decimal = ZERO
    step: Decimal = ZERO


def configuration_contradictions(texts: Mapping[str, str]) -> tuple[Contradicted, ...]:
    """Return what contradicts what among the texts in force, {path: text} for every declared setting.

    A text that is no value of its setting (typed, and about to be refused) contradicts nothing.
    """
    return (*_counting(texts), *_quantities(texts), *_reminding(texts))


def _reminding(texts: Mapping[str, str]) -> list[Contradicted]:
    days, lifetime = _number(texts, CHECK_REMINDER), _number(texts, CHECK_LIFETIME)
    if days is None or lifetime is None or days < lifetime:
        return []
    return [_contradicted(CHECK_REMINDER, Contradiction.NEVER_REMINDED, CHECK_LIFETIME)]


def _counting(texts: Mapping[str, str]) -> list[Contradicted]:
    only_left = declared.ONLY_X_LEFT_THRESHOLD
    shows = (_number(texts, only_left) or ZERO) > 0
    if texts[product_setting.MANAGE_STOCK.path] == "0":
        idle = (*(setting for setting in PRODUCT_SETTINGS if setting.counts), *((only_left,) if shows else ()))
        return [
            _contradicted(setting, Contradiction.NOTHING_IS_COUNTED, product_setting.MANAGE_STOCK) for setting in idle
        ]
    stored, mode = _number(texts, product_setting.MIN_QTY), _mode(texts)
    if (
        shows
        and stored is not None
        and mode is not None
        and mode.allows_below_zero
        and not adapted_threshold(stored, mode)
    ):
        causes = (product_setting.BACKORDERS, product_setting.MIN_QTY)
        return [_contradicted(only_left, Contradiction.NEVER_SHOWN_WHILE_UNLIMITED, *causes)]
    return []


def _quantities(texts: Mapping[str, str]) -> list[Contradicted]:
    most = _number(texts, product_setting.MAX_SALE_QTY)
    if not most:
        return []
    found = []
    least = _largest_minimum(texts)
    if least > most:
        found += _both_ends(Contradiction.MINIMUM_ABOVE_MAXIMUM, product_setting.MIN_SALE_QTY, least=least, most=most)
    step = (
        _number(texts, product_setting.QTY_INCREMENTS)
        if texts[product_setting.ENABLE_QTY_INCREMENTS.path] == "1"
        else None
    )
    if step is None or step <= 0:
        return found
    if step > most:
        found += _both_ends(Contradiction.INCREMENT_ABOVE_MAXIMUM, product_setting.QTY_INCREMENTS, most=most, step=step)
    elif least <= most < _raised(least, step):
        kind = Contradiction.NO_MULTIPLE_IN_RANGE
        found += _both_ends(kind, product_setting.QTY_INCREMENTS, least=least, most=most, step=step)
    return found


def _raised(least: Decimal, step: Decimal) -> Decimal:
    """Return the smallest multiple of `step` that is `least` or more."""
    beyond = least % step
    return least - beyond + step if beyond else least


def _both_ends(
    kind: Contradiction, setting: Setting, *, least: Decimal = ZERO, most: Decimal, step: Decimal = ZERO
) -> list[Contradicted]:
    """Say it at the setting and at the maximum: either of the two can be mended."""
    causes = [setting.path, product_setting.MAX_SALE_QTY.path]
    if step:
        causes.append(product_setting.ENABLE_QTY_INCREMENTS.path)
    if step and least:
        causes.append(product_setting.MIN_SALE_QTY.path)
    return [
        Contradicted(path, kind, tuple(causes), least=least, most=most, step=step)
        for path in (setting.path, product_setting.MAX_SALE_QTY.path)
    ]


def _contradicted(setting: Setting, kind: Contradiction, *causes: Setting) -> Contradicted:
    return Contradicted(setting.path, kind, (setting.path, *(cause.path for cause in causes)))


def _number(texts: Mapping[str, str], setting: Setting) -> Decimal | None:
    try:
        return Decimal(setting.clean(texts[setting.path]))
    except ValueError:
        return None


def _mode(texts: Mapping[str, str]) -> BackorderMode | None:
    text = texts[product_setting.BACKORDERS.path]
    return BackorderMode(int(text)) if text in dict(product_setting.BACKORDERS.choices) else None


def _largest_minimum(texts: Mapping[str, str]) -> Decimal:
    """Return the largest minimum of any customer group, 0 for none."""
    setting = product_setting.MIN_SALE_QTY
    try:
        rows = minimum_rows(setting.clean(texts[setting.path]))
    except ValueError:
        return ZERO
    return max((Decimal(row.least) for row in rows), default=ZERO)


@dataclass(frozen=True)
class ConfigurationSection:
    """A page of the configuration: its groups are its collapsible fieldsets."""

    code: str
    label: str
    groups: tuple[SettingGroup, ...]


@dataclass(frozen=True)
class ConfigurationTab:
    """A tab of the left column."""

    label: str
    sections: tuple[ConfigurationSection, ...]


INVENTORY = ConfigurationSection("cataloginventory", "Inventory", GROUPS)
SALES = ConfigurationSection("sales", "Sales", SALES_GROUPS)
SALES_EMAILS = ConfigurationSection("sales_email", "Sales Emails", SALES_EMAIL_GROUPS)
CHECKOUT = ConfigurationSection("checkout", "Checkout", CHECKOUT_GROUPS)
SHIPPING = ConfigurationSection("shipping", "Shipping Settings", SHIPPING_GROUPS)
PAYMENT_METHODS = ConfigurationSection("payment", "Payment Methods", PAYMENT_GROUPS)
TABS = (
    ConfigurationTab("Catalog", (INVENTORY,)),
    ConfigurationTab("Sales", (SALES, SALES_EMAILS, CHECKOUT, SHIPPING, PAYMENT_METHODS)),
)
