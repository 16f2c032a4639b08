"""Money that arrived too late: it goes back."""

from backorders.emails.message import Message, rendered
from backorders.models import Order


def late_payment(order: Order, *, amount: str) -> Message:
    """Return the message that `amount`, paid for `order` after it had been canceled, is given back."""
    return rendered("late_payment", {"number": order.number, "name": order.customer_name, "amount": amount})
