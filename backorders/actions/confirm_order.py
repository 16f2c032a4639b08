"""Confirm an order to its shopper: when it is placed to be paid offline, when its money has arrived otherwise. Once."""

from django.db import transaction

from backorders.actions.copy_to_staff import copy_to_staff
from backorders.actions.notify import notify
from backorders.emails.order_confirmation import order_confirmation
from backorders.models import Notification, Order


@transaction.atomic
def confirm_order(*, order: Order) -> Notification:
    """Send the order confirmation, and its copy to staff, unless it was sent. May be called as often as `order` is heard of."""
    occasion = f"order_confirmation:{order.pk}"
    if sent := Notification.objects.filter(key=occasion).first():
        return sent
    # Read afresh; fails when it was deleted meanwhile.
    order = Order.objects.get(pk=order.pk)
    copy_to_staff(order)
    return notify(order=order, occasion=occasion, message=order_confirmation(order))
