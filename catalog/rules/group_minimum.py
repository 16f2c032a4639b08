"""The smallest quantity in a cart, per customer group, as it is written.

Minimum Qty Allowed in Shopping Cart as rows "Customer Group | Minimum Qty", to and from the text of the setting.
Customer groups that every installation has, by their code.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class MinimumRow:
    """One row: a customer group's code (`ALL_GROUPS` for all) and its minimum as text, exactly as typed or stored."""

    group: str
    least: str


def minimum_rows(text: str) -> tuple[MinimumRow, ...]:
    """Return the rows of a typed or stored text: a number is the row of ALL GROUPS, a JSON object has a row per group.

    Nothing is judged here: what is no number stays as it is, for the field to show and `Setting.clean` to refuse.
    """
    if not text.strip():
        return ()
    if not text.lstrip().startswith("{"):
        return (MinimumRow(ALL_GROUPS, text),)
    try:
        # Numbers stay text (no binary floats); a group that is named twice is kept twice, to be refused.
        pairs: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return (MinimumRow(ALL_GROUPS, text),)
    return tuple(MinimumRow(str(group), "" if least is None else str(least)) for group, least in pairs)


def minimum_text(rows: tuple[MinimumRow, ...]) -> str:
    """Return the rows as the reference stores them: ALL GROUPS alone is a plain number, no row at all is empty."""
    if not rows:
        return ""
    if len(rows) == 1 and rows[0].group == ALL_GROUPS and JSON_NUMBER.fullmatch(rows[0].least):
        return rows[0].least
    # Not through a dict: two rows of one group must reach `Setting.clean`, which refuses them.
    return "{" + ", ".join(f"{json.dumps(row.group)}: {_json(row.least)}" for row in rows) + "}"


def _json(least: str) -> str:
    return least if JSON_NUMBER.fullmatch(least) else json.dumps(least)


ALL_GROUPS = "32000"
NOT_LOGGED_IN = "0"
GENERAL = "1"
# The configuration and the storefront count on them.
PERMANENT = frozenset({NOT_LOGGED_IN, GENERAL})
