"""An order, or a part of it, was canceled: what, and what becomes of the money."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Order, OrderLine
from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import plain


def order_canceled(order: Order, units: Mapping[OrderLine, Decimal], *, refund: Decimal, why: str = "") -> Message:
    """Return the message: `units` {line: quantity} were canceled and `refund` is given back, in the order's currency.

    `why` is a sentence; empty when a person canceled, who knows.
    """
    return order_message(
        "order_canceled",
        order,
        is_whole=order.status == OrderStatus.CANCELED,
        lines=[(plain(quantity), line.name, line.sku) for line, quantity in units.items() if quantity],
        why=why,
        refund=f"{order.currency} {refund:,.2f}" if refund else "",
        by_card=not order.is_offline,
    )
