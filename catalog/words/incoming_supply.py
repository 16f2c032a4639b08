"""What is said of incoming supply: what comes next, what a delivery receives of it, and why a row was refused."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from catalog.rules.incoming_supply import FIRST_DAY, LAST_DAY, Receipts, Supply, SupplyCame, SupplyReceipt
from catalog.rules.incoming_supply_rows import LONGEST_REFERENCE, MOST_ROWS, UnreadSupply
from catalog.rules.quantity import plain
from catalog.words.moment import DAY
from catalog.words.names import first_named, in_rows, no_product

EMPTY = "Please enter what is expected: a SKU and a quantity in each row."
TOO_MANY = f"At most {MOST_ROWS:,} rows are read at once. Please divide them."
IS_CONFIGURABLE = "this product holds no stock of its own, its variants do, or it does not exist any more."
NO_SUCH_SOURCE = "the source does not exist any more."
WHOLE_UNITS = "This product is kept in whole units only."
NO_SUCH_DAY = f"A day is expected between {FIRST_DAY} and {LAST_DAY}."
ANOTHER_HAS_IT = "Another supply of this product at this source has the same day and reference. Please change that one."
NAMED = 3
COLUMNS = {
    "sku": "no SKU stands there.",
    "source": "no source is named. Please choose one, or write its code.",
    "quantity": "“{}” is no quantity that can be expected.",
    "date": "“{}” is no day. Please write it as 2026-12-03.",
    "reference": f"the reference is longer than {LONGEST_REFERENCE} characters.",
}


def supply_in_words(supply: Supply, source: str, *, is_late: bool) -> str:
    """Say what is outstanding of one supply: "40 expected on Dec 3, 2026 at Baltimore (PO-7)"."""
    reference = f" ({supply.reference})" if supply.reference else ""
    of_all = f" of {plain(supply.quantity)}" if supply.received else ""
    late = "late: " if is_late else ""
    return f"{late}{plain(supply.outstanding)}{of_all} expected on {supply.expected_on:{DAY}} at {source}{reference}"


def lost_in_words(supplies: int, units: Decimal, first: Sequence[tuple[Supply, str]]) -> str:
    """Say what is expected of products that are to be deleted, and goes with them; empty when nothing is.

    `first` are (supply, source) of those that are named.
    """
    if not supplies:
        return ""
    many = "1 incoming supply" if supplies == 1 else f"{supplies:,} incoming supplies"
    named = "; ".join(supply_in_words(supply, source, is_late=False) for supply, source in first)
    more = f"; and {supplies - len(first):,} more" if supplies > len(first) else ""
    what = "1 unit" if units == 1 else f"{plain(units)} units"
    return f"{what} of {many} {'is' if supplies == 1 else 'are'} still expected, and deleted too: {named}{more}."


def next_in_words(units: Decimal, day: date, source: str, *, is_late: bool) -> str:
    """Say what comes next of a product, and where: no promise of a day to anybody."""
    if is_late:
        return f"{plain(units)} {_were(units)} expected on {day:{DAY}} at {source}, late"
    return f"next {plain(units)} expected on {day:{DAY}} at {source}"


def _were(units: Decimal) -> str:
    return "was" if units == 1 else "were"


def receipt_in_words(receipt: SupplyReceipt, *, is_booked: bool) -> str:
    """Say what came of a supply: "of 40 expected on Dec 3, 2026 (PO-7), 25 come now, 15 remain expected"."""
    supply = receipt.supply
    reference = f" ({supply.reference})" if supply.reference else ""
    verb = ("came" if is_booked else "come now") if receipt.units != 1 else ("came" if is_booked else "comes now")
    left = receipt.remaining
    remains = f"{plain(left)} {'remains' if left == 1 else 'remain'} expected" if left else "nothing remains expected"
    expected = f"of {plain(supply.outstanding)} expected on {supply.expected_on:{DAY}}{reference}"
    return f"{expected}, {plain(receipt.units)} {verb}, {remains}"


def receipts_in_words(found: Receipts, *, reference: str = "") -> str:
    """Say what a delivery receives of what was expected, and what comes beyond; empty where nothing was expected of the product."""
    if not found.receipts:
        return f"Nothing is expected here under “{reference}”." if reference else ""
    said = first_named(
        [receipt_in_words(receipt, is_booked=False) for receipt in found.receipts], first=NAMED, separator="; "
    )
    beyond = f"; {plain(found.beyond)} more than expected" if found.beyond else ""
    return f"{said[0].upper()}{said[1:]}{beyond}."


def booked_in_words(found: Sequence[SupplyReceipt]) -> str:
    """Say what a booked delivery received of what was expected; empty for nothing."""
    said = "; ".join(receipt_in_words(receipt, is_booked=True) for receipt in found)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def came_in_words(came: SupplyCame) -> str:
    """Say what came of a supply in one delivery: "25 of 40 came, 15 remained expected"."""
    left = came.outstanding - came.units
    remained = f"{plain(left)} remained expected" if left else "nothing remained expected"
    return f"{plain(came.units)} of {plain(came.outstanding)} came, {remained}"


def unread_supply(unread: UnreadSupply) -> str:
    """Say which cell of a row cannot be read."""
    return in_rows([unread.row], COLUMNS[unread.column].format(unread.typed[:60]))


def said_twice(row: int, before: int) -> str:
    """Say that two rows name the same supply."""
    return in_rows([row], f"it names the same product, source, day and reference as row {before}.")


def unknown_sku(row: int, sku: str) -> str:
    """Say that there is no such product."""
    return in_rows([row], no_product(sku[:64]))


def unknown_source(row: int, code: str) -> str:
    """Say that there is no such source."""
    return in_rows([row], f"there is no source with the code “{code[:64]}”.")


def another_quantity(known: Decimal) -> str:
    """Say that the same supply is there, with another quantity."""
    return f"{plain(known)} are expected there on that day under that reference already. Please change that supply instead."


def less_than_came(received: Decimal) -> str:
    """Say that fewer units cannot be expected than have come."""
    return f"{plain(received)} have come already: no fewer can be expected. Close the supply to give up the rest."


def added_in_words(added: int, known: int) -> str:
    """Say how many rows are expected now, and how many were before."""
    said = [f"{added:,} {'supply is' if added == 1 else 'supplies are'} expected now."] if added else []
    if known:
        said.append(f"{known:,} {'row was' if known == 1 else 'rows were'} there already.")
    return " ".join(said)


def closed_in_words(count: int) -> str:
    """Say how many supplies were closed."""
    return f"{count:,} {'supply has' if count == 1 else 'supplies have'} been closed."
