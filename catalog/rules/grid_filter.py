"""What a person may type into the filters of a grid: ranges of numbers and of days, inclusive on both sides."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

# What the widest column holds: numeric(14,4).
MOST = Decimal(10) ** 10
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
SIZES = (20, 30, 50, 100, 200)


class Unreadable(Enum):
    """Why something typed into a filter is none. The words stand in `catalog.words.grid_filter`."""

    NO_NUMBER = "no_number"
    TOO_LARGE = "too_large"
    NO_DAY = "no_day"
    REVERSED = "reversed"
    NO_CHOICE = "no_choice"
    TOO_LONG = "too_long"


class UnreadableFilter(ValueError):
    """What was `typed` into a filter is none, and why. `end` is the box: "from", "to" or neither."""

    def __init__(self, why: Unreadable, *, typed: str = "", end: str = "") -> None:
        super().__init__(why.value)
        self.why, self.typed, self.end = why, typed, end


@dataclass(frozen=True)
class Range[T]:
    """From `low` to `high`, both included; None is open."""

    low: T | None
    high: T | None


def number_range(low: str, high: str) -> Range[Decimal]:
    """Return the range of numbers that was typed; raises `UnreadableFilter`."""
    found = Range(_number(low, "from"), _number(high, "to"))
    if found.low is not None and found.high is not None and found.low > found.high:
        raise UnreadableFilter(Unreadable.REVERSED, typed=low, end="from")
    return found


def day_range(low: str, high: str) -> Range[date]:
    """Return the range of days that was typed, as 2026-11-29; raises `UnreadableFilter`."""
    found = Range(_day(low, "from"), _day(high, "to"))
    if found.low is not None and found.high is not None and found.low > found.high:
        raise UnreadableFilter(Unreadable.REVERSED, typed=low, end="from")
    return found


def grid_size(text: str) -> int | None:
    """Return how many rows a page is to hold; None when it is none of the sizes that are offered."""
    return next((size for size in SIZES if str(size) == text), None)


def _number(text: str, end: str) -> Decimal | None:
    typed = text.strip()
    if not typed:
        return None
    if not _NUMBER.fullmatch(typed):
        raise UnreadableFilter(Unreadable.NO_NUMBER, typed=typed, end=end)
    number = Decimal(typed)
    if abs(number) >= MOST:
        raise UnreadableFilter(Unreadable.TOO_LARGE, typed=typed, end=end)
    return number


def _day(text: str, end: str) -> date | None:
    typed = text.strip()
    if not typed:
        return None
    try:
        return date(*map(int, _DAY.fullmatch(typed).groups()))  # type: ignore[union-attr]  # no match is caught
    except (AttributeError, ValueError):
        raise UnreadableFilter(Unreadable.NO_DAY, typed=typed, end=end) from None


def shown_columns(
    asked: str, offered: tuple[str, ...], usual: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns to show of those `offered`, in their order, and the names that are none.

    `asked` is what an address says, "sku.name"; when nothing of it is there (any more), the `usual` ones are shown.
    """
    names = tuple(dict.fromkeys(filter(None, asked.split("."))))
    chosen = tuple(name for name in offered if name in names)
    return chosen or usual, tuple(name for name in names if name not in offered)
