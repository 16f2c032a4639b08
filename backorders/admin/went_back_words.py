"""What staff read of money that went back at the payment provider, before they refund."""

from decimal import Decimal

from backorders.models import Order
from backorders.queries.went_back_before import went_back_before
from catalog.rules.money import amount_text


def went_back_words(order: Order, amount: Decimal) -> str:
    """Return which part of `amount` is not given back again; empty when all of it is. One query."""
    before = went_back_before(order, amount)
    if not before:
        return ""
    said = amount_text(before, order.currency)
    if before == amount:
        return f"{said} went back at the payment provider before: nothing is given back now."
    return f"{said} of {amount_text(amount, order.currency)} went back at the payment provider before, and is not given back again."
