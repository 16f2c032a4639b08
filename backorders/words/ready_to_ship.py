"""What is said of many orders that are shipped at once."""

from collections.abc import Sequence

LOST = "What was shown of it got lost on the way. Nothing of it was shipped."
NOTHING_CHOSEN = "Please choose at least one order."
UNDRAWN_NAMED = 5
GONE = "Some of the orders are not there any more."


def shipped_words(orders: int, parcels: int) -> str:
    """Return how many orders left in how many parcels."""
    left = "1 order has been shipped" if orders == 1 else f"{orders} orders have been shipped"
    return f"{left} in {parcels} parcel{'' if parcels == 1 else 's'}."


def partly_left(parcels: Sequence[str], problems: Sequence[str], *, source: str) -> str:
    """Return that the parcels of the sources `parcels` left, and why that of `source` did not."""
    sent = " and ".join(parcels)
    return f"What {sent} sends has left, the parcel of {source} has not. {' '.join(problems)}"


def undrawn_words(letters: Sequence[str]) -> str:
    """Return that a PDF cannot draw these letters, the first of them named by their codes; empty for none."""
    if not letters:
        return ""
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters[:UNDRAWN_NAMED])
    more = f" and {len(letters) - UNDRAWN_NAMED} more" if len(letters) > UNDRAWN_NAMED else ""
    return f"Boxes stand for letters that this PDF cannot draw ({codes}{more}). The page that it was made from prints them."


def undone_not_printed(number: str) -> str:
    """Return that a shipment has no packing slip."""
    return f"Shipment #{number} is not printed: it has been undone, and must not leave."


def too_many_printed(most: int) -> str:
    """Return that no more packing slips are printed at once."""
    return f"The first {most} are here. Please choose the others alone."


def not_printed(number: str) -> str:
    """Return that an order is missing on a sheet, and why."""
    return f"#{number} is not printed: it has changed since the list was opened. Please open the list again."
