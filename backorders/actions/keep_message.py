"""Keep a message and let the worker send it after commit, once."""

from backorders.emails.message import Message
from backorders.models import Notification, Order
from backorders.tasks.send_notification import send_notification


def keep_message(*, key: str, recipient: str, message: Message, order: Order | None = None) -> Notification:
    """Keep `message` and enqueue it; what was kept under the same `key` before is returned instead.

    Call inside the transaction that made the occasion: the worker sees the row after its commit, or never.
    """
    notification, is_new = Notification.objects.get_or_create(
        key=key,
        defaults={
            "order": order,
            "recipient": recipient,
            "subject": message.subject,
            "body_text": message.text,
            "body_html": message.html,
        },
    )
    if is_new:
        send_notification.enqueue(notification.pk)
    return notification
