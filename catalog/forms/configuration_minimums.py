"""Minimum Qty Allowed in Shopping Cart as its table: "Customer Group | Minimum Qty | Action"."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.group_minimum import ALL_GROUPS
from catalog.rules.group_minimum_rows import MinimumRow, minimum_rows
from catalog.rules.setting import InvalidSettingError, Setting

ALL_GROUPS_NAME = "ALL GROUPS"


@dataclass(frozen=True)
class GroupChoice:
    """A customer group to choose, by its code."""

    code: str
    name: str
    is_selected: bool


@dataclass(frozen=True)
class MinimumLine:
    """One row of the table: its select, its quantity as text, and whether that is in error."""

    groups: tuple[GroupChoice, ...]
    least: str
    is_wrong: bool


@dataclass(frozen=True)
class MinimumTable:
    """The rows shown, the rows that "Use system value" brings back, and the row that "Add Minimum Qty" adds."""

    lines: tuple[MinimumLine, ...]
    inherited: tuple[MinimumLine, ...]
    added: MinimumLine


def minimum_table(setting: Setting, text: str, inherited: str, customer_groups: Mapping[str, str]) -> MinimumTable:
    """Return the table of a typed or stored `text`; `customer_groups` is {code: name}, without ALL GROUPS."""
    # The reference's order: ALL GROUPS, the groups, and those who are not logged in last.
    ordered = sorted(customer_groups.items(), key=lambda group: group[0] == NOT_LOGGED_IN)
    names = {ALL_GROUPS: ALL_GROUPS_NAME, **dict(ordered)}
    return MinimumTable(
        lines=tuple(_line(setting, row, names) for row in minimum_rows(text)),
        inherited=tuple(_line(setting, row, names) for row in minimum_rows(inherited)),
        added=MinimumLine(_groups(ALL_GROUPS, names), "", is_wrong=False),
    )


def _line(setting: Setting, row: MinimumRow, names: Mapping[str, str]) -> MinimumLine:
    try:
        setting.clean(row.least or "-")  # an empty row is a row in error; an empty text would be "no rows"
    except InvalidSettingError:
        return MinimumLine(_groups(row.group, names), row.least, is_wrong=True)
    return MinimumLine(_groups(row.group, names), row.least, is_wrong=False)


def _groups(selected: str, names: Mapping[str, str]) -> tuple[GroupChoice, ...]:
    # A group that is gone still has its row, so that saving something else does not move its minimum to another group.
    known = names if selected in names else {**names, selected: f"Group {selected} (deleted)"}
    return tuple(GroupChoice(code, name, code == selected) for code, name in known.items())
