"""Minimum quantity per customer group: the group's own, else ALL GROUPS, else none (docs/rules.md#salable-7)."""

import json
from decimal import Decimal
from typing import Any

from catalog.rules.quantity import InvalidQuantityError, quantity

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
