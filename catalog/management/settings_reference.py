"""The reference of all settings as Markdown, written from their declarations."""

from catalog.rules.configuration import SETTINGS, SettingGroup
from catalog.rules.configuration_page import INVENTORY, TABS
from catalog.rules.scope import SCOPE_LABELS
from catalog.rules.setting import Bound, Kind, Setting
from catalog.words.configuration import value_in_words

INTRODUCTION = """\
# Settings

<!-- Written by `manage.py settings_reference --write`; a test compares. Change `catalog/rules/configuration.py`. -->

Stores > Configuration > Catalog > Inventory, and another section where that is said. A value is looked up store view, website,
Default Config, then built in.
A stored value is the scope's own, even when it equals what would be inherited; "Use system value" ("Use Default" at a
website, "Use Website" at a store view) deletes it. [GLOBAL] settings are set in Default Config only, [WEBSITE] settings
at websites, too, [STORE VIEW] settings everywhere.
"""
BOUNDS = {
    Bound.NUMBER: "a number",
    Bound.NOT_NEGATIVE: "a number of 0 or more",
    Bound.ABOVE_ZERO: "a number greater than 0",
    Bound.WHOLE_ABOVE_ZERO: "a whole number greater than 0",
}


def settings_reference() -> str:
    """Return the page."""
    return "\n".join(
        [
            INTRODUCTION,
            *(
                _group(group, place="" if section == INVENTORY else f"{tab.label} > {section.label} > ")
                for tab in TABS
                for section in tab.sections
                for group in section.groups
            ),
        ]
    )


def _group(group: SettingGroup, *, place: str = "") -> str:
    parts = [f"## {place}{group.label}\n", f"{group.help}\n" if group.help else "", *map(_setting, group.settings)]
    return "\n".join(part for part in parts if part)


def _setting(setting: Setting) -> str:
    facts = {
        "Path": f"`{setting.path}`",
        "Scope": SCOPE_LABELS[setting.narrowest],
        "Built in": value_in_words(setting, setting.default, {}),
        "Values": _values(setting),
        "Shown": _shown(setting),
    }
    lines = [f"- {name}: {fact}" for name, fact in facts.items() if fact]
    return "\n".join([f"### {setting.label}\n", *([f"{setting.help}\n"] if setting.help else []), *lines, ""])


def _values(setting: Setting) -> str:
    if setting.all_choices:
        return ", ".join(f"`{value}` {label}" for value, label in setting.all_choices)
    if setting.kind is Kind.EMAILS:
        return "e-mail addresses, separated by commas or lines"
    if setting.kind in {Kind.TEXT, Kind.LINES}:
        lines = "one line" if setting.kind is Kind.TEXT else "lines"
        return f"{lines} of at most {setting.longest} characters" + ", not empty" * setting.is_needed
    bound = BOUNDS[setting.bound]
    if setting.kind is Kind.GROUP_MINIMUMS:
        return f"{bound} for each customer group or ALL GROUPS; a group's own counts before ALL GROUPS, no row is no minimum"
    return bound + ", with at most four decimal places" * (setting.bound is not Bound.WHOLE_ABOVE_ZERO)


def _shown(setting: Setting) -> str:
    if setting.shown_when is None:
        return ""
    path, value = setting.shown_when
    other = SETTINGS[path]
    return f"while {other.label} is {value_in_words(other, value, {})}"
