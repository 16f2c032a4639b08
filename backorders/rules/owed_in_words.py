"""What an order owes now, in a sentence to staff."""

from decimal import Decimal

from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import plain


def owed_now_in_words(owed: Decimal, covered: Decimal, status: OrderStatus) -> str:
    """Return what of an order is `owed` now and what its `covered` units can do, both still open, in units."""
    if not owed:
        return "Nothing is owed now."
    are = f"{plain(owed)} {'is' if owed == 1 else 'are'} owed now"
    if status is OrderStatus.ON_HOLD:
        return f"{are}, and the order is On Hold: nothing of it ships."
    if not covered:
        return f"{are}: nothing more can ship until stock arrives."
    return f"{are}: the other {plain(covered)} can ship, and what is owed ships when stock arrives."
