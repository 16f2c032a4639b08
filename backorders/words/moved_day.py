"""What is said of a promised day that has moved: to the customer, and in the history of his order."""

from collections.abc import Sequence
from datetime import date

from backorders.rules.moved_day import StandsNow
from catalog.words.moved_day import day_or_none, day_or_stock
from catalog.words.names import first_named
from catalog.words.promised_day import promised_day_in_words

NAMED = 5
KEPT = "Thank you. We keep your order as it is."
NOTHING_WAITS = "Nothing of this line is waited for any more."
MOVED_AGAIN = "The date has moved again since this page was opened: please read the new one."
WAITS = "You told us that you wait for it. Thank you."
WE_KEEP = "Unless you cancel, we keep your order as it is."


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


def told_before(was: date | None) -> str:
    """Return what the customer was told before; None: that his units are in stock."""
    return f"We had told you: {day_or_stock(was)}."


def stands_heading(name: str, now: StandsNow) -> str:
    """Return the heading of the page on which the shopper of a line answers."""
    match now:
        case StandsNow.THERE:
            return f"{name} is in stock now"
        case StandsNow.IN_TIME:
            return f"{name} comes on time after all"
        case StandsNow.LATER:
            return f"{name} comes later"


def stands_in_words(now: StandsNow, day: date | None, *, was: date | None) -> str:
    """Return when the units of a line come as it stands, of which the customer was told `was` before; None: in stock."""
    before = told_before(was)
    match now:
        case StandsNow.THERE:
            return f"All of it that has not been shipped is there for you. {before}"
        case StandsNow.IN_TIME:
            return f"{promised_day_in_words(day)} {before}"
        case StandsNow.LATER:
            return f"{promised_day_in_words(day)} {before} We are sorry."
