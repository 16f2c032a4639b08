"""What is said of a promised day that has moved: to the customer, and in the history of his order."""

from collections.abc import Sequence
from datetime import date

from catalog.words.moved_day import day_or_none, day_or_stock
from catalog.words.names import first_named

NAMED = 5
KEPT = "Thank you. We keep your order as it is."
NOTHING_WAITS = "Nothing of this line is waited for any more."


def told_in_words(moved: Sequence[tuple[str, date | None, date | None]]) -> str:
    """Return the line of an order's history; `moved` are (SKU, told before, told now)."""
    said = [f"{sku} ({day_or_stock(was)} to {day_or_none(day)})" for sku, was, day in moved]
    return f"Told the customer that what he waits for comes later: {first_named(said, first=NAMED)}."


def kept_in_words(sku: str, day: date | None) -> str:
    """Return the line of an order's history when its customer answered."""
    return f"The customer was told that {sku} comes later ({day_or_none(day)}), and waits."


def moved_in_words(day: date | None, *, is_kept: bool) -> str:
    """Return what staff read beside a line: of which day its customer was told last, and whether he answered that he waits."""
    return f"told since: {day_or_none(day)}{', and the customer waits' if is_kept else ''}"
