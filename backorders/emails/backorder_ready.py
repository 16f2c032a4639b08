"""What an order waited for is there."""

from backorders.emails.message import LineToCome, Message, order_message
from backorders.models import Order
from catalog.rules.quantity import plain


def backorder_ready(order: Order) -> Message:
    """Return the message that all that is open of `order` is there and ships next."""
    goods = [line for line in order.lines.all() if line.open and not line.is_virtual]
    return order_message(
        "backorder_ready", order, lines=[LineToCome(line.name, line.sku, plain(line.open)) for line in goods]
    )
