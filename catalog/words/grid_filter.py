"""What is said of the filters that are on in a grid, and of what could not be read."""

from datetime import date
from decimal import Decimal

from catalog.rules.grid_filter import Range, Unreadable, UnreadableFilter
from catalog.rules.quantity import plain
from catalog.words.moment import DAY

LONGEST_SHOWN = 40
WORDS = {
    Unreadable.NO_NUMBER: "“{typed}” is no number. Write it like 12 or 12.50.",
    Unreadable.TOO_LARGE: "“{typed}” is too large.",
    Unreadable.NO_DAY: "“{typed}” is no day. Write it like 2026-11-29.",
    Unreadable.REVERSED: "“From” ({typed}) is above “to”.",
    Unreadable.NO_CHOICE: "That is none of the choices (any more).",
    Unreadable.TOO_LONG: "That is too long to be looked for.",
}


def unreadable_words(problem: UnreadableFilter) -> str:
    """Return why a filter could not be read."""
    shown = "".join(each if each.isprintable() else "�" for each in problem.typed.strip())
    shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
    return WORDS[problem.why].format(typed=shown)


def range_words(found: Range[Decimal]) -> str:
    """Return "1 to 5", "at least 1", "at most 5", or "5" when both ends are one; empty for a range without an end."""
    return _words(
        *(None if end is None else plain(end) for end in (found.low, found.high)), least="at least", most="at most"
    )


def days_words(found: Range[date]) -> str:
    """Return "Nov 1, 2026 to Nov 29, 2026", "since ...", "until ...", or the one day."""
    return _words(
        *(None if end is None else f"{end:{DAY}}" for end in (found.low, found.high)), least="since", most="until"
    )


def _words(low: str | None, high: str | None, *, least: str, most: str) -> str:
    if low is None:
        return "" if high is None else f"{most} {high}"
    if high is None:
        return f"{least} {low}"
    return low if low == high else f"{low} to {high}"
