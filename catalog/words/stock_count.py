"""What is said of counts: why a number changes, what was saved, and why a row was refused."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.rules.quantity import plain
from catalog.rules.stock_count import MOST_ROWS, CountReason

REASONS = {
    CountReason.COUNT: "Count",
    CountReason.DAMAGE: "Damage",
    CountReason.THEFT: "Theft",
    CountReason.FOUND: "Found",
    CountReason.CORRECTION: "Correction",
}
NO_REASON = "Please choose why the numbers change."
EMPTY = "Nothing was counted."
TOO_MANY = f"At most {MOST_ROWS} products are counted at once. Please divide them."
DAMAGED = "this row was changed on its way. Please open the page again."
GONE = "A product of this page does not exist any more. Nothing was saved; without it, save again."
TWICE = "A product is named twice."
NO_NUMBER = "please enter how many lie there, 0 for none."
WHOLE_UNITS = "it is kept in whole units only."
HOLDS_NO_STOCK = "it holds no stock of its own, its variants do, or it does not exist any more."
OTHER_REASON = "Counts of another reason were saved in the same context of the history. Give each a context of its own."


def of_product(sku: str, why: str) -> str:
    """Name the product of a row that is refused."""
    return f"{sku}: {why}"


def against_reason(reason: CountReason, before: Decimal, after: Decimal) -> str:
    """Say that a reason does not go with a number."""
    moved = "grows" if after > before else "shrinks"
    return f"{plain(before)} to {plain(after)}: nothing {moved} by “{REASONS[reason]}”. Please choose another reason."


def contested_words(*, shown: Decimal | None, found: Decimal | None, counted: Decimal) -> str:
    """Say that somebody else changed a number meanwhile, with both values, and what saving again does."""
    return (
        f"somebody else changed it meanwhile, from {_units(shown)} to {_units(found)}. You typed {plain(counted)}. "
        f"Save again to make it {plain(counted)}, or type another number."
    )


def _units(units: Decimal | None) -> str:
    return "not assigned" if units is None else plain(units)


def saved_words(changed: int, shown: int, source: str) -> str:
    """Say how many of the products that were shown have another number now."""
    if not changed:
        return f"Nothing has changed at {source}: each number was as it is stored."
    return f"{changed:,} of {shown:,} {'product' if shown == 1 else 'products'} changed at {source}."


def moved_words(source: str, before: Decimal | None, after: Decimal, why: str) -> str:
    """Say in a product's history what became of its number at a source: "Baltimore: quantity 40 → 38 (Damage: wet)"."""
    if before is None:
        return f"{source}: assigned with {plain(after)} ({why})"
    return f"{source}: quantity {plain(before)} → {plain(after)} ({why})"


def reason_words(kept: Mapping[str, Any]) -> str:
    """Return why a number changed, by what the history keeps beside the change: "Damage: wet"; empty where nobody said."""
    reason, note = str(kept.get("reason", "")), str(kept.get("note", ""))
    label = REASONS[CountReason(reason)] if reason in set(CountReason) else reason
    return ": ".join(filter(None, (label, note)))
