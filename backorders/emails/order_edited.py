"""An order was changed by the shop: what of it, what that costs, and what is still to come."""

from collections.abc import Sequence

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.emails.to_come import to_come
from backorders.models import Order
from backorders.rules.edit_in_words import EditedMoney
from catalog.rules.money import price_text


def order_edited(order: Order, changes: Sequence[tuple[str, str, str]], *, money: EditedMoney) -> Message:
    """Return the message: `changes` are (name, SKU, "3 to 5" or "2 added"). Call when lines and total are written."""
    return order_message(
        "order_edited",
        order,
        changes=changes,
        money=money.in_words(has_happened=False, written=price_text),
        is_due=money.due > 0,
        to_come=to_come(order),
    )
