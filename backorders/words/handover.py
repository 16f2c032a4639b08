"""What is said of parcels that are handed over, or undone."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.rules.handover import LONGEST_SCAN, NotUndone
from backorders.words.order import units_in_words

type Units = Sequence[tuple[str, Decimal]]

TOLD = "The customer had been told that it left, and is told that it has not."
WITHDRAWN = "The mail that it left had not gone out, and does not."
NOTHING_SCANNED = "Please scan or type the number of a shipment, or a tracking number."
TOO_LONG = f"No number is longer than {LONGEST_SCAN} characters."
# The choices of the list of shipments, and what a shipment's page says.
STANDINGS = {"here": "Not handed over", "handed_over": "Handed over", "undone": "Undone"}


def standing_words(*, is_undone: bool, is_handed_over: bool) -> str:
    """Return how a parcel stands."""
    return STANDINGS["undone" if is_undone else "handed_over" if is_handed_over else "here"]


def why_not_undone(reason: NotUndone, number: str) -> str:
    """Return why shipment `number` cannot be undone."""
    match reason:
        case NotUndone.UNDONE:
            return f"Shipment #{number} has been undone already."
        case NotUndone.HANDED_OVER:
            return (
                f"Shipment #{number} has been handed over, and cannot be undone any more. What comes back to you is taken back "
                "by a credit memo."
            )
        case NotUndone.REFUNDED:
            return f"All of shipment #{number} was refunded after it had left: nothing of it is left to undo."


def why_not_handed_over(number: str) -> str:
    """Return why an undone shipment is not handed over."""
    return f"Shipment #{number} has been undone: it must not leave."


def why_not_tracked(number: str) -> str:
    """Return why an undone shipment gets no tracking number."""
    return f"Shipment #{number} has been undone: no carrier has it."


def handed_over_words(number: str, *, is_by_number: bool = False) -> str:
    """Return what the history of the order says of it; `is_by_number`: nobody marked it, it has a tracking number."""
    if is_by_number:
        return f"Shipment #{number} has a tracking number, and counts as handed over."
    return f"Shipment #{number} was handed over."


def undone_words(number: str, *, source: str, back: Units, gone: Units, stay: Units, reason: str, mail: str) -> str:
    """Return what the history of the order says: units that went `back`, those of deleted products, and those that `stay`."""
    parts = [
        f"Undid shipment #{number}:" if back or gone else "",
        f"{units_in_words(back)} went back to {source} and to the order." if back else "",
        f"{units_in_words(gone)} went back to the order alone: the product was deleted." if gone else "",
        f"{units_in_words(stay)} had been refunded, and stayed as they were." if stay else "",
        mail,
        # Last: its dots are those that were typed.
        f"Reason: {reason}" if reason else "",
    ]
    return " ".join(filter(None, parts))


def mail_words(*, is_told: bool) -> str:
    """Return what the page that asks says of the mails."""
    if is_told:
        return "The customer was told that this parcel left. A mail says that it has not left after all."
    return "The mail that it left has not gone out. It does not, and the customer hears nothing."


def undone_success(number: str) -> str:
    """Return that it was done."""
    return f"Shipment #{number} has been undone: its goods lie on the shelf again, and the order waits for them."


def marked_words(numbers: Sequence[str]) -> str:
    """Return which shipments were marked by a scan."""
    return f"Handed over: {', '.join(f'#{number}' for number in numbers)}."


def marked_before_words(number: str) -> str:
    """Return that a scan changed nothing."""
    return f"Shipment #{number} had been handed over before."


def undo_in_history(number: str) -> str:
    """Return the reason that stands beside a shelf's number in the stock history."""
    return f"Undid shipment #{number}"


def not_found_words(scan: str) -> str:
    """Return that nothing has this number."""
    return f"No shipment has the number or the tracking number “{scan}”."


def several_words(scan: str, numbers: Sequence[str]) -> str:
    """Return that several shipments have it."""
    named = ", ".join(f"#{number}" for number in numbers)
    return f"“{scan}” is a number of several shipments: {named}. Nothing was marked; please open the one that you mean."
