"""What an order owes now, in a sentence to staff."""

from decimal import Decimal

from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import ZERO, plain


def owed_now_in_words(owed: Decimal, covered: Decimal, status: OrderStatus, *, gone: Decimal = ZERO) -> str:
    """Return what of an order is `owed` now and what its `covered` units can do, both still open, in units.

    `gone` of the owed units are of deleted products.
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
    return f"{are}: the other {plain(covered)} can ship, and what is owed ships when stock arrives."
