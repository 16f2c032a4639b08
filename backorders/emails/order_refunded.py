"""Units of an order were refunded: which, how much money goes back, and what is still to come."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.emails.to_come import to_come
from backorders.models import Order, OrderLine
from backorders.rules.refund_plan import RefundPlan
from catalog.rules.money import price_text
from catalog.rules.quantity import plain


def order_refunded(
    order: Order,
    units: Mapping[OrderLine, Decimal],
    plans: Mapping[OrderLine, RefundPlan],
    *,
    refund: Decimal,
    by_card: bool,
) -> Message:
    """Return the message: `units` {line: quantity} were refunded, and `refund` goes back, in the order's currency.

    `by_card`: all of it goes to the card by itself. Call when the lines are written.
    """
    return order_message(
        "order_refunded",
        order,
        lines=[
            (
                plain(quantity),
                line.name,
                line.sku,
                _not_coming(plans[line].released, quantity, is_virtual=line.is_virtual),
            )
            for line, quantity in units.items()
        ],
        refund=price_text(refund, order.currency) if refund else "",
        by_card=by_card,
        to_come=to_come(order),
    )


def _not_coming(released: Decimal, quantity: Decimal, *, is_virtual: bool) -> str:
    """Return what of the refunded units the shopper does not get any more; empty when he has them all."""
    if not released:
        return ""
    verb = "delivered" if is_virtual else "shipped"
    if released == quantity:
        return f"Will not be {verb}"
    return f"{plain(released)} of them will not be {verb}"
