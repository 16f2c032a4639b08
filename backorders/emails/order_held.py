"""An order was put on hold, or goes on: what that means for what is still to come."""

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.emails.to_come import to_come
from backorders.models import Order


def order_held(order: Order) -> Message:
    """Return the message that nothing of `order` ships for now."""
    return order_message("order_held", order)


def order_released(order: Order) -> Message:
    """Return the message that `order` goes on. Call when its status is written."""
    return order_message("order_released", order, to_come=to_come(order))
