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


def listed(names: Sequence[str]) -> str:
    """Return "A, B and C": all of `names`; empty for none."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
