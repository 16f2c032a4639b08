"""Names in a row: all of them, or as many as a line, a message or a kept text has room for, and how many more there are."""

from collections.abc import Sequence


def first_named(names: Sequence[str], *, first: int, more: str = "", separator: str = ", ") -> str:
    """Return "A, B and 3 more": the `first` of `names`, and how many others there are; all of them when they are no more.

    `more` says what is counted, as "other change": "A, B and 3 other changes".
    """
    named, others = separator.join(names[:first]), len(names) - first
    if others <= 0:
        return named
    kind = f"{more}{'' if others == 1 else 's'}" if more else "more"
    return f"{named} and {others:,} {kind}"


def in_rows(rows: Sequence[int], why: str, *, first: int = 10) -> str:
    """Name the rows of a typed table that are refused, and say why: "Row 3: why", "Rows 3, 5 and 2 more: why"."""
    named = first_named([*map(str, rows)], first=first)
    return f"{'Row' if len(rows) == 1 else 'Rows'} {named}: {why[0].lower()}{why[1:]}"


def no_product(sku: str) -> str:
    """Say that there is no such product."""
    return f"There is no product with the SKU “{sku}”."


def listed(names: Sequence[str]) -> str:
    """Return "A, B and C": all of `names`; empty for none."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
