"""Money that arrived too late: it goes back."""

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Order


def late_payment(order: Order, *, amount: str) -> Message:
    """Return the message that `amount`, paid for `order` after it had been canceled, is given back."""
    return order_message("late_payment", order, amount=amount)
