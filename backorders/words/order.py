"""What is said of orders: what was edited, what is owed, reserved or comes later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.cancellation import NotCanceled
from backorders.rules.order_status import OrderStatus
from backorders.rules.placing import LARGEST_TOTAL
from backorders.rules.queue import Expected
from backorders.words.order_status import why_not
from catalog.rules.availability import QuantityStatus
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.words.names import first_named


def reserved_in_words(status: QuantityStatus, *, is_virtual: bool, together: bool = False) -> str:
    """Return what is kept while a check is waited for: what lies on the shelf is reserved, what is owed has a place only.

    `status` is that of all units still to come; `is_virtual`: nothing is shipped, `together`: nothing before all is there.
    """
    verb = "deliver" if is_virtual else "ship"
    match status:
        case QuantityStatus.IN_STOCK:
            return f"Your units are reserved; we {verb} when it has arrived."
        case QuantityStatus.PARTLY if together:
            return (
                "What is on the shelf is reserved for you, and the rest keeps its place in the queue; we ship everything together "
                "when all of it and your payment have arrived."
            )
        case QuantityStatus.PARTLY:
            return (
                f"What is on the shelf is reserved for you, and we {verb} it when your payment has arrived; the rest is on "
                "backorder and keeps its place in the queue."
            )
        case QuantityStatus.ON_BACKORDER:
            return (
                "Your units are on backorder and keep their place in the queue; "
                f"we {verb} when they and your payment have arrived."
            )


def later_in_words(status: QuantityStatus, *, is_virtual: bool, together: bool = False) -> str:
    """Return when the units come that are not there; empty when all are. `together`: nothing ships before all is there."""
    verb = "is delivered" if is_virtual else "ships"
    if status is QuantityStatus.IN_STOCK:
        return ""
    if status is QuantityStatus.PARTLY and together:
        when = "Everything ships together, as soon as all of it is there."
    elif status is QuantityStatus.PARTLY:
        when = f"What is on the shelf {verb} first; the rest follows as soon as it arrives."
    else:
        when = f"Your order {verb} as soon as its units arrive."
    return f"{when} There is nothing you need to do."


def units_later_in_words(owed: str, *, is_virtual: bool) -> str:
    """Return when the `owed` units of one line come; `owed` is the number as text, and not empty."""
    verb = "deliver" if is_virtual else "ship"
    when = "it as soon as it arrives" if owed == "1" else "them as soon as they arrive"
    return f"{owed} on backorder: we {verb} {when}"


def owed_now_in_words(
    owed: Decimal, covered: Decimal, status: OrderStatus, *, gone: Decimal = ZERO, together: bool = False
) -> str:
    """Return what of an order is `owed` now and what its `covered` units can do, both still open, in units.

    `gone` of the owed units are of deleted products. `together`: nothing ships before all is there.
    """
    if not owed:
        return "Nothing is owed now."
    are = f"{plain(owed)} {'is' if owed == 1 else 'are'} owed now"
    if status is OrderStatus.ON_HOLD:
        return f"{are}, and the order is On Hold: nothing of it ships."
    if gone:
        of = "They were" if gone == owed else f"{plain(gone)} of them {'was' if gone == 1 else 'were'}"
        of = "It was" if owed == 1 else of
        rest = f" The other {plain(covered)} can ship." if covered else ""
        return f"{are}. {of} deleted from the catalog: cancel, refund, or ship from elsewhere.{rest}"
    if not covered:
        return f"{are}: nothing more can ship until stock arrives."
    if together:
        return f"{are}: the other {plain(covered)} wait until all ships together."
    return f"{are}: the other {plain(covered)} can ship, and what is owed ships when stock arrives."


ENDINGS = {1: "st", 2: "nd", 3: "rd"}
TEENS = (11, 12, 13)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    return f"{number}{'th' if number % 100 in TEENS else ENDINGS.get(number % 10, 'th')}"


def expected_in_words(expected: Expected | None) -> str:
    """Return which arrivals a line waits for, as "unit 4" or "units 4 to 6"; empty when it owes nothing."""
    if expected is None:
        return ""
    if expected.first == expected.last:
        return f"unit {plain(expected.first)}"
    return f"units {plain(expected.first)} to {plain(expected.last)}"


def units_in_words(units: Sequence[tuple[str, Decimal]]) -> str:
    """Return "3 of BAG, 1.5 of ROPE" for (SKU, quantity) pairs; of many products the first are named and the others counted."""
    return first_named([f"{plain(quantity)} of {sku}" for sku, quantity in units], first=NAMED, more="other product")


# So long is a line of an order's history, as its column; three lists of SKUs of the greatest length are longer, and are cut.
LONGEST_EVENT = 1000
NAMED = 8
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class EditedMoney:
    """What an edit costs. `refund` goes back; `due` is asked for in addition (below zero: less is asked for). In `currency`."""

    currency: str
    refund: Decimal = NOTHING
    due: Decimal = NOTHING

    def in_words(self, *, has_happened: bool, written: Callable[[Decimal, str], str] = amount_text) -> tuple[str, ...]:
        """Return "USD 24.00 will be refunded.", or "USD 24.00 refunded." when it `has_happened`; nothing for nothing.

        `written` is how its readers know amounts.
        """
        will = "" if has_happened else "will be "
        parts = (
            (self.refund, f"{will}refunded."),
            (self.due, f"more {will}due."),
            (-self.due, f"less {will}due."),
        )
        return tuple(f"{written(amount, self.currency)} {words}" for amount, words in parts if amount > 0)


def edit_in_words(changed: Sequence[tuple[str, Decimal, Decimal]], added: Sequence[tuple[str, Decimal]]) -> str:
    """Return "BAG from 3 to 5; 2 of ROPE added." for (SKU, before, after) and (SKU, units); the first are named, others counted."""
    parts = [
        *(f"{sku} from {plain(before)} to {plain(after)}" for sku, before, after in changed),
        *(f"{plain(units)} of {sku} added" for sku, units in added),
    ]
    return f"{first_named(parts, first=NAMED, more='other change', separator='; ')}."


def too_large_words(sku: str) -> str:
    """Return why an order with a line of `sku` costs more than one order can."""
    return f"{sku}: an order's total is at most {LARGEST_TOTAL:,}, and with this line it is larger."


WAS_CANCELED = "The order was canceled."
PAID_LATE = "{} was paid after the order had been canceled."


def refund_in_words(amount: str, *, by_card: bool) -> str:
    """Return that `amount`, with its currency, goes back; `by_card`: all of it to the card, by itself. Empty for no amount."""
    return f"{amount} will be refunded{' to your card' if by_card else ''}." if amount else ""


def refunded_in_all_words(amount: str) -> str:
    """Return what of an order has been given back together with a refund that is told; `amount` with its currency."""
    return f"With what was refunded before, that is {amount}."


def left_over_words(amount: Decimal, currency: str) -> str:
    """Return that money which was too little for an invoice goes back with the last units; empty for none."""
    if not amount:
        return ""
    return f"Nothing of the order is left then: {amount_text(amount, currency)} that was paid and not invoiced is refunded, too."


def kept_until_in_words(moment: str) -> str:
    """Return how long an order waits for its check; empty when it does so for good."""
    return f"We keep the order until {moment}; then it is canceled." if moment else ""


def document_number(pk: int) -> str:
    """Return the number that people read, without "#"."""
    return f"{pk:09}"


def not_canceled_words(reason: NotCanceled | None, status: OrderStatus) -> str:
    """Return why nothing of an order with this `status` can be canceled, as a sentence; empty when something can."""
    match reason:
        case None:
            return ""
        case NotCanceled.NOTHING_LEFT:
            return "Nothing of this order can be canceled: what is not shipped was invoiced and wants a credit memo."
        case NotCanceled.STATUS if status in {OrderStatus.ON_HOLD, OrderStatus.CANCELED}:
            return why_not(status, OrderStatus.CANCELED)
        case NotCanceled.STATUS:
            return f"An order that is {status.label} cannot be canceled."


def back_in_cart_words(count: int) -> str:
    """Say that `count` lines of an order lie in the cart again."""
    return f"{'What you ordered is' if count == 1 else 'The items that you ordered are'} in your cart again."


def not_back_in_cart_words(name: str, why: str) -> str:
    """Say why a line of an order cannot be put into the cart again; `why` as the cart says it."""
    return f"{name} was not put into your cart: {why[:1].lower()}{why[1:].rstrip('.')}."
