"""What is said of a line that is moved to the front of its queue, and of those that lose units by it."""

from collections.abc import Sequence
from decimal import Decimal

from catalog.rules.quantity import plain
from catalog.words.names import first_named

NAMED = 10
CHANGED = "Who loses units by it has changed since this page was opened. Please look at them again."
NOBODY_LOSES = "No other order loses a unit by it."


def loses_words(lost: Sequence[tuple[str, Decimal]], gained: Decimal) -> str:
    """Say who would lose units (order number, units) so that `gained` units more are covered, by a move that is asked about."""
    if not lost:
        return NOBODY_LOSES
    verb = "is" if gained == 1 else "are"
    return f"{plain(gained)} more {verb} covered then, and taken from orders that will owe them: {_named(lost)}."


def moved_words(sku: str, lost: Sequence[tuple[str, Decimal]], reason: str) -> str:
    """Say in the order's history that a line of it was moved, who lost units by it, and why."""
    by_it = f" Lost by it: {_named(lost)}." if lost else ""
    return f"Moved {sku} to the front of its queue: {reason.removesuffix('.')}.{by_it}"


def _named(lost: Sequence[tuple[str, Decimal]]) -> str:
    return first_named([f"#{number} ({plain(units)})" for number, units in lost], first=NAMED, more="other order")


def lost_words(sku: str, units: Decimal, *, number: str, reason: str) -> str:
    """Say in the history of an order that it lost units to another one, which was moved to the front."""
    verb = "is" if units == 1 else "are"
    return f"{plain(units)} of {sku} {verb} owed again: #{number} was moved to the front ({reason})."
