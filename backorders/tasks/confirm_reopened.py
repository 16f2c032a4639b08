"""Confirm a reopened order: what it owes stands in the ledger only after the commit."""

from django.db import transaction

from backorders.emails.order_confirmation import order_confirmation
from backorders.models import Notification, Order
from backorders.tasks.send_notification import send_notification


@transaction.atomic
def confirm_reopened(order_id: int) -> None:
    """Keep the order's confirmation and send it, unless that was done before."""
    order = Order.objects.select_related("website", "stock").get(pk=order_id)
    message = order_confirmation(order)
    notification, is_new = Notification.objects.get_or_create(
        key=f"order_confirmation:{order.pk}",
        defaults={
            "order": order,
            "recipient": order.email,
            "subject": message.subject,
            "body_text": message.text,
            "body_html": message.html,
        },
    )
    if is_new:
        send_notification.enqueue(notification.pk)
