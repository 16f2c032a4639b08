"""What staff may say of a line whose product was deleted: its units were shipped from elsewhere."""

from decimal import Decimal

from backorders.rules.divisible import divisible
from backorders.rules.order_status import OPEN, OrderStatus
from catalog.rules.quantity import plain

LONGEST_REASON = 200


def why_not_shipped_elsewhere(status: OrderStatus) -> str:
    """Return why no unit of an order with this `status` can be said to be shipped; empty when it can."""
    if status is OrderStatus.ON_HOLD:
        return "The order is On Hold. Release it first."
    return "" if status in OPEN else f"Nothing is left to ship of an order that is {status.label}."


def why_not_units(asked: Decimal, *, ordered: Decimal, open_units: Decimal, is_gone: bool) -> str:
    """Return why `asked` units of a line cannot be said to be shipped from elsewhere; empty when they can."""
    if not is_gone:
        return "it is still in the catalog. Ship it from a source."
    if not 0 < asked <= open_units:
        return f"{plain(asked)} asked, {plain(open_units)} left to ship."
    if not divisible(asked, ordered=ordered, is_qty_decimal=False):
        return f"{plain(asked)} asked, but it was sold in whole units only."
    return ""
