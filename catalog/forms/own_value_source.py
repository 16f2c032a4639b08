"""Where the value of a product's own setting comes from, in words."""

from dataclasses import dataclass

from catalog.forms.configuration_scope import DEFAULT_CONFIG
from catalog.forms.setting_source import BUILT_IN, value_in_words
from catalog.rules.configuration import ITEM_OPTIONS, SETTINGS
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.group_minimum import ALL_GROUPS, group_minimums
from catalog.rules.setting import Kind, Setting

BY_GROUP = "by customer group"


@dataclass(frozen=True)
class OwnValueSource:
    """`own` is said while the product has an own value, `inherited` while "Use Config Setting" is ticked."""

    own: str
    inherited: str


def own_value_source(name: str, configuration: Configuration) -> OwnValueSource | None:
    """Return the words for the field called `name` in Advanced Inventory; None for one that no setting stands behind."""
    setting = SETTINGS.get(ITEM_OPTIONS + name)
    if setting is None:
        return None
    found = configuration.found[setting.path]
    wider = f"{BUILT_IN if found.scope is None else DEFAULT_CONFIG}: {_value(setting, found.value)}"
    return OwnValueSource(own=f"Own value, in place of {wider}", inherited=wider)


def _value(setting: Setting, text: str) -> str:
    if setting.kind is Kind.GROUP_MINIMUMS and set(group_minimums(text)) - {ALL_GROUPS}:
        return BY_GROUP
    return value_in_words(setting, text, {})
