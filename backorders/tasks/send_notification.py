"""Send one kept message."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task

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
        headers={"Message-ID": f"<{notification.request_key}@{_domain()}>"},
    )
    if notification.body_html:
        mail.attach_alternative(notification.body_html, "text/html")
    mail.send()


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
