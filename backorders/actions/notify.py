"""Tell the shopper: the message is kept, and sent by the worker after commit."""

from backorders.actions.keep_message import keep_message
from backorders.emails.message import Message
from backorders.models import Notification, Order


def notify(*, order: Order, occasion: str, message: Message) -> Notification:
    """Keep `message` to the shopper of `order` and enqueue it; what was kept for the same `occasion` before is returned instead.

    Call inside the transaction that made the occasion.
    """
    return keep_message(key=occasion, recipient=order.email, message=message, order=order)
