"""What is said of who did something to an order and of why he may not, and what its shopper is told of canceling."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum, auto

from backorders.rules.cancellation import NotCanceled
from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import plain
from catalog.words.names import listed

NOTHING_CANCELED = "Nothing was canceled."
CHOOSE = "Please choose what you want to cancel. Nothing was changed."


def own_not_canceled_words(reason: NotCanceled, status: OrderStatus) -> str:
    """Return why the shopper can cancel nothing of an order with this `status`. How the shop is reached stands below it."""
    if reason is NotCanceled.NOTHING_LEFT:
        return (
            "What has not been shipped of this order is paid for by check or money order: we cancel it when you ask us."
        )
    match status:
        case OrderStatus.CANCELED:
            return "This order has been canceled already."
        case OrderStatus.ON_HOLD:
            return "This order is on hold: nothing of it can be canceled here until we release it."
        case OrderStatus.CLOSED:
            return "This order has been refunded: nothing of it is left to cancel."
        case _:
            return "Everything of this order has left already: nothing of it is left to cancel."


def own_line_gone_words(name: str) -> str:
    """Return that of one line nothing can be canceled, whose link the shopper followed: the other lines stand below."""
    return f"Nothing of {name} can be canceled any more. What can be is below."


class Rest(Enum):
    """What a cancel of all that can be leaves of an order: nothing; what has left or was refunded; what is paid for by check."""

    NOTHING = auto()
    WHAT_LEFT = auto()
    WHAT_IS_PAID = auto()


def own_cancel_words(rest: Rest, number: str, refund: str) -> str:
    """Return what canceling all that can be canceled of order `number` does; `refund` is `refund_in_words`, empty for none."""
    what = {
        Rest.NOTHING: f"All items of order #{number} are canceled",
        Rest.WHAT_LEFT: f"All items of order #{number} that are still to come are canceled",
        Rest.WHAT_IS_PAID: f"All items of order #{number} that are not paid for yet are canceled",
    }[rest]
    return f"{what}{f', and {refund}' if refund else '.'} This cannot be undone."


def own_choice_words(units: Decimal, *, of: Decimal, is_owed: bool) -> str:
    """Return what a choice of the shopper does: `units` of a line with `of` units to cancel; none are kept."""
    if is_owed:
        return f"Cancel the {plain(units)} on backorder"
    if not units:
        return "Keep it" if of == 1 else f"Keep all {plain(of)}"
    return "Cancel it" if of == 1 else f"Cancel all {plain(of)}"


def own_canceled_words(units: Sequence[tuple[str, Decimal]], *, is_whole: bool, refund: str) -> str:
    """Return what a shopper canceled, (product name, units), and that `refund` (`refund_in_words`) follows; empty for no money."""
    if is_whole:
        return f"Your order was canceled. {refund or 'Nothing was charged.'}"
    what = listed([f"{plain(quantity)} of {name}" for name, quantity in units])
    return f"You canceled {what}. {refund or 'Nothing had been paid for it.'}"


def through_link(done: str, staff: str) -> str:
    """Return who did `done` ("Canceled") from the page that the order's link opens: the shopper, or `staff`, when named.

    A member of staff who is signed in in that browser is not the shopper, whatever the link says.
    """
    who = f"{staff}, signed in as staff" if staff else "the shopper"
    return f"{done} by {who}, through the order's link."


def beyond_rights(staff: str, what: str) -> str:
    """Return why `staff`, signed in in the shopper's browser, may not do `what` ("cancel orders") there."""
    return (
        f"You are signed in as {staff}, whose role may not {what}. "
        "If this is an order of your own, open its link in a browser in which you are not signed in as staff."
    )
