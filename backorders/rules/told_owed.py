"""How much of a line may be owed before the shopper has to be told anew (docs/rules.md#told-5)."""

from decimal import Decimal

from catalog.rules.availability import QuantityStatus, quantity_status
from catalog.rules.quantity import PLACES


def may_owe(quantity: Decimal, owed: Decimal, *, notifies: bool, is_displayed: bool) -> Decimal:
    """Return the largest owed part, in units, of which all that was told of `owed` of `quantity` units still holds.

    The number is told under "Allow Qty Below 0 and Notify Customer" (`notifies`), else the word alone: "partly" holds while one
    unit is there. Where availability is not displayed either, nothing was told that could become untrue.
    """
    if notifies:
        return owed
    if not is_displayed:
        return quantity
    return quantity - PLACES if quantity_status(quantity, owed) is QuantityStatus.PARTLY else owed
