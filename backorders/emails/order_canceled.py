"""An order, or a part of it, was canceled: what, and what becomes of the money."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.emails.to_come import to_come
from backorders.models import Order, OrderLine
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.rules.money import price_text
from catalog.rules.quantity import plain


def order_canceled(order: Order, units: Mapping[OrderLine, Decimal], *, refund: Decimal, why: str = "") -> Message:
    """Return the message: `units` {line: quantity} were canceled and `refund` is given back, in the order's currency.

    `why` is a sentence; empty when a person canceled, who knows.
    """
    # What an edit added to an order paid by card is paid by check, and goes back by hand.
    by_check = order.payments.filter(variant=PaymentMethod.CHECK_MONEY_ORDER, captured_amount__gt=0)
    return order_message(
        "order_canceled",
        order,
        is_whole=order.status == OrderStatus.CANCELED,
        lines=[(plain(quantity), line.name, line.sku) for line, quantity in units.items() if quantity],
        why=why,
        to_come=to_come(order),
        refund=price_text(refund, order.currency) if refund else "",
        by_card=bool(refund) and not by_check.exists(),
    )
