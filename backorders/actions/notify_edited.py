"""Tell the shopper what staff changed in the order, once for each edit."""

from backorders.actions.notify import notify
from backorders.emails.order_edited import order_edited
from backorders.models import Notification, Order
from backorders.queries.judged_edit import JudgedEdit
from catalog.rules.quantity import plain


def notify_edited(order: Order, judged: JudgedEdit, *, key: str) -> Notification:
    """Send "Your order was changed". `key` names the edit. Call in its transaction, lines and total written."""
    changes = [
        *(
            (line.name, line.sku, f"{plain(before)} to {plain(after)}")
            for line, (_, before, after) in zip(judged.edits, judged.changed, strict=True)
        ),
        *((product.name, product.sku, f"{plain(units)} added") for product, units in judged.added.items()),
    ]
    return notify(order=order, occasion=f"order_edited:{key}", message=order_edited(order, changes, money=judged.money))
