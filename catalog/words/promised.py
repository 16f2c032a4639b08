"""What is promised and owed after a count, in words: a count is a count, but whoever types it is told whom it leaves short."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.quantity import plain
from catalog.words.names import first_named

NAMED = 5


@dataclass(frozen=True)
class Promised:
    """A product that owes units in one stock. `in_stock` names the stock where the product stands in several, else empty."""

    sku: str
    in_stock: str
    promised: Decimal
    owed: Decimal


def promised_in_words(found: Promised) -> str:
    """Return "3 are promised, 1 is owed now"."""
    return f"{_are(found.promised)} promised, {_are(found.owed)} owed now"


def promised_of_one(found: Sequence[Promised]) -> str:
    """Return the sentences about a product that is named beside them, one for each stock where it owes units."""
    return " ".join(f"{f'{each.in_stock}: ' if each.in_stock else ''}{promised_in_words(each)}." for each in found)


def promised_of_many(found: Sequence[Promised]) -> str:
    """Return the sentence about products: the first are named, the others counted; empty when none owes units."""
    said = [f"{_named(each)}: {promised_in_words(each)}" for each in found]
    return f"{first_named(said, first=NAMED, separator='; ')}." if said else ""


def _named(found: Promised) -> str:
    return f"{found.sku} in {found.in_stock}" if found.in_stock else found.sku


def _are(units: Decimal) -> str:
    return f"{plain(units)} {'is' if units == 1 else 'are'}"
