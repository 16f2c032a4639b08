"""Send one kept message, once."""

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from backorders.models import Notification


@task()
def send_notification(notification_id: int) -> None:
    """Send the message unless it was sent. The row stays locked meanwhile, so two workers cannot both send it."""
    with transaction.atomic():
        notification = Notification.objects.select_for_update().get(pk=notification_id)
        if notification.sent_at is not None:
            return
        mail = EmailMultiAlternatives(notification.subject, notification.body_text, to=[notification.recipient])
        if notification.body_html:
            mail.attach_alternative(notification.body_html, "text/html")
        mail.send()
        notification.sent_at = timezone.now()
        notification.save(update_fields=("sent_at",))
