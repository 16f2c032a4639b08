"""Where a setting's value comes from, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.forms.configuration_minimums import ALL_GROUPS_NAME
from catalog.rules.group_minimum import ALL_GROUPS
from catalog.rules.group_minimum_rows import minimum_rows
from catalog.rules.scope import Found, Scope
from catalog.rules.setting import Kind, Setting

BUILT_IN = "Built-in"
# Beyond these, how many more says enough.
NAMES_SHOWN = 3


@dataclass(frozen=True)
class SettingSource:
    """`own` is said while the scope has an own value, `inherited` while it has none; `elsewhere` who does not hear it."""

    own: str
    inherited: str
    elsewhere: str


def setting_source(
    setting: Setting,
    inherited: Found,
    *,
    names: Mapping[Scope, str],
    narrower: Sequence[str],
    customer_groups: Mapping[str, str],
) -> SettingSource:
    """Return the words for `setting`, which would inherit `inherited`; `names` are those of the wider scopes.

    `narrower` names the scopes below that have an own value, `customer_groups` is {code: name}.
    """
    value = value_in_words(setting, inherited.value, customer_groups)
    wider = BUILT_IN if inherited.scope is None else names[inherited.scope]
    more = len(narrower) - NAMES_SHOWN
    listed = ", ".join(narrower[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return SettingSource(
        own=f"Own value here, in place of {wider}: {value}",
        inherited=f"{wider}: {value}" if inherited.scope is None else f"Inherited from {wider}: {value}",
        elsewhere=f"Not used where there is an own value: {listed}" if listed else "",
    )


def value_in_words(setting: Setting, text: str, customer_groups: Mapping[str, str]) -> str:
    """Return a stored text as staff read it: an option's label, a number, or the minimums by customer group."""
    if setting.kind is Kind.EMAILS:
        return text or "Nobody"
    if setting.kind in {Kind.TEXT, Kind.LINES}:
        return ", ".join(text.splitlines()) or "Empty"
    if setting.kind is not Kind.GROUP_MINIMUMS:
        return dict(setting.all_choices).get(text, text)
    rows = minimum_rows(text)
    if not rows:
        return "No minimum"
    if len(rows) == 1 and rows[0].group == ALL_GROUPS:
        return rows[0].least
    known = {ALL_GROUPS: ALL_GROUPS_NAME, **customer_groups}
    return ", ".join(f"{known.get(row.group, f'Group {row.group}')}: {row.least}" for row in rows)
