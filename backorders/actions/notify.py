"""Tell the shopper: the message is kept, and sent by the worker after commit."""

from backorders.emails.message import Message
from backorders.models import Notification, Order
from backorders.tasks.send_notification import send_notification


def notify(*, order: Order, occasion: str, message: Message) -> Notification:
    """Keep `message` to the shopper of `order` and enqueue it; what was kept for the same `occasion` before is returned instead.

    Call inside the transaction that made the occasion: the worker sees the row after its commit, or never.
    """
    notification, is_new = Notification.objects.get_or_create(
        key=occasion,
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
    return notification
