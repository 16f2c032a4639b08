"""Send one kept message."""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from backorders.actions.attempt import attempt
from backorders.actions.steps.messages import put_in_words
from backorders.emails.message import message_id
from backorders.models import Notification


def send_message(*, notification_id: int, clock: Callable[[], datetime]) -> None:
    """Send the message when it is due."""
    attempt(model=Notification, pk=notification_id, act=_send, clock=clock)


def _send(notification: Notification) -> None:
    if not notification.is_in_words:
        put_in_words(notification)
    mail = EmailMultiAlternatives(
        notification.subject,
        notification.body_text,
        to=[notification.recipient],
        # The same at each try: a receiver that got it before drops it.
        headers={"Message-ID": message_id(notification.request_key)},
    )
    if notification.body_html:
        mail.attach_alternative(notification.body_html, "text/html")
    mail.send()
