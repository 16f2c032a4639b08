"""How many rows a form may say that it has: a form of `rows-0-name`, `rows-1-name`, ... brings their number beside them."""

from collections.abc import Iterable

TOTAL = "-TOTAL_FORMS"
INITIAL = "-INITIAL_FORMS"
# A row whose every field was left empty may not be sent at all: so many are believed unseen.
UNSEEN = 20
# Longer numbers are none: reading them takes time.
LONGEST = 9


def claims_too_many(fields: Iterable[tuple[str, str]]) -> bool:
    """Say whether a form says that it has more rows than came in. What is no number at all is left to the form."""
    claimed: dict[str, int] = {}
    came: dict[str, set[str]] = {}
    for name, value in fields:
        for ending in (TOTAL, INITIAL):
            if name.endswith(ending) and value.strip().isdecimal():
                rows = name.removesuffix(ending)
                number = value.strip()
                claimed[rows] = max(claimed.get(rows, 0), int(number[: LONGEST + 1]))
        before, _, rest = name.rpartition("-")
        rows, _, number = before.rpartition("-")
        if rest and number.isdecimal():
            came.setdefault(rows, set()).add(number)
    return any(number > len(came.get(rows, ())) + UNSEEN for rows, number in claimed.items())
