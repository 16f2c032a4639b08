"""The smallest quantity in a cart, per customer group: which holds, and how it is written.

Minimum Qty Allowed in Shopping Cart as rows "Customer Group | Minimum Qty", to and from the text of the setting.
Minimum quantity per customer group: the group's own, else ALL GROUPS, else none (docs/rules.md#salable-7).
Customer groups that every installation has, by their code.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.rules.quantity import InvalidQuantityError, quantity

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


def _minimum(least: object) -> Decimal | None:
    if least is None or least == "":
        return None
    if not isinstance(least, Decimal | str):
        raise ValueError("A minimum quantity is a number.")  # noqa: TRY004  the text is wrong, not the caller's type
    try:
        number = quantity(least)
    except InvalidQuantityError as error:
        raise ValueError("A minimum quantity is a number.") from error
    return number if number > 0 else None


NOT_LOGGED_IN = "0"
GENERAL = "1"
# The configuration and the storefront count on them.
PERMANENT = frozenset({NOT_LOGGED_IN, GENERAL})
