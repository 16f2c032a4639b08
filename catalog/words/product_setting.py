"""A product's own value of a setting, as staff read it."""

from decimal import Decimal
from typing import Any

from catalog.rules.product_setting import PRODUCT_FLAGS, PRODUCT_SETTINGS
from catalog.rules.quantity import plain

_CHOICES = {setting.name: dict(setting.choices) for setting in PRODUCT_SETTINGS if setting.modes is not None}
_FLAGS = frozenset(flag.name for flag in PRODUCT_FLAGS)


def own_value_words(name: str, value: Any) -> str:
    """Return the value of the field called `name`; None is "Use Config Setting", and No where nothing is configured."""
    if value is None:
        return "No" if name in _FLAGS else "Use Config Setting"
    if name in _CHOICES:
        return _CHOICES[name][str(int(value))]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return plain(value) if isinstance(value, Decimal) else str(value)
