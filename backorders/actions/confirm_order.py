"""Confirm an order to its shopper: when it is placed to be paid offline, when its money has arrived otherwise. Once."""

from django.db import transaction

from backorders.actions.notify import notify
from backorders.emails.order_confirmation import order_confirmation
from backorders.models import Notification, Order


@transaction.atomic
def confirm_order(*, order: Order) -> Notification:
    """Send the order confirmation unless it was sent. Whoever learns that `order` stands may call this, as often as it likes."""
    occasion = f"order_confirmation:{order.pk}"
    if sent := Notification.objects.filter(key=occasion).first():
        return sent
    # As it is now, and that it is there at all.
    order = Order.objects.get(pk=order.pk)
    return notify(order=order, occasion=occasion, message=order_confirmation(order))
