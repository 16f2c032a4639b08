"""What is said of tracking numbers."""

from collections.abc import Iterable

from backorders.rules.tracking_number import MOST_NUMBERS, Tracking, TrackingProblem

NONE_TYPED = "Please enter a tracking number, or who carries the parcel."
ROW_LOST = "A box of the tracking numbers got lost on the way. Nothing was kept; please send it again."
KNOWN = "The shipment has this tracking number already. Nothing was changed."
REMOVED = "The tracking number has been removed."
GONE = "The tracking number had been removed before."


def tracking_words(tracking: Tracking) -> str:
    """Return "DHL JD01 (Box 2)"; what is not known is left out."""
    title = f"({tracking.title})" if tracking.title else ""
    return " ".join(filter(None, (tracking.carrier, tracking.number, title)))


def all_in_words(numbers: Iterable[Tracking]) -> str:
    """Return several, one after the other."""
    return ", ".join(tracking_words(each) for each in numbers)


def tracking_problem_words(problem: TrackingProblem) -> str:
    """Return why they cannot be kept."""
    match problem:
        case TrackingProblem.TITLE_ALONE:
            return "A title alone is no tracking number: please enter the number, or the carrier."
        case TrackingProblem.TWICE:
            return "The same tracking number is there twice."
        case TrackingProblem.TOO_MANY:
            return f"A shipment has at most {MOST_NUMBERS} tracking numbers."


def noted_words(number: str, what: str, done: str, *, several: bool = False) -> str:
    """Return what the history of the order says: tracking number `what` of shipment `number` was `done`, "added"; or `several`."""
    return f"Tracking number{'s' if several else ''} of shipment #{number} {done}: {what}."


def added_words(added: int) -> str:
    """Return what staff are told who typed numbers, of which so many were not there before."""
    if not added:
        return KNOWN
    return "The tracking number has been added." if added == 1 else f"{added} tracking numbers have been added."
