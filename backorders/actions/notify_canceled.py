"""Tell the shopper that the order, or a part of it, was canceled, once for each cancel."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.actions.notify import notify
from backorders.emails.order_canceled import order_canceled
from backorders.models import Notification, Order, OrderLine


def notify_canceled(
    order: Order, units: Mapping[OrderLine, Decimal], *, refund: Decimal, key: str, why: str = ""
) -> Notification:
    """Send "Your order was canceled": `units` {line: quantity} are given up and `refund` goes back. `key` names the cancel.

    `why` is a sentence to the shopper. Call in its transaction, lines and status written.
    """
    message = order_canceled(order, units, refund=refund, why=why)
    return notify(order=order, occasion=f"order_canceled:{key}", message=message)
