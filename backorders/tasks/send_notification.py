"""Send one kept message."""

from django.core.mail import EmailMultiAlternatives
from django.tasks import task

from backorders.emails.message import message_id
from backorders.models import Notification
from backorders.tasks.attempt import attempt


@task()
def send_notification(notification_id: int) -> None:
    """Send the message when it is due."""
    attempt(Notification, notification_id, _send)


def _send(notification: Notification) -> None:
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
