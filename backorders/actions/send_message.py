"""Send one kept message."""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from backorders.actions.attempt import attempt
from backorders.actions.steps.messages import put_in_words
from backorders.emails.message import message_id
from backorders.models import Notification
from backorders.queries.order import order_configuration
from backorders.words.contact import contact_email


def send_message(*, notification_id: int, clock: Callable[[], datetime]) -> None:
    """Send the message when it is due."""
    attempt(model=Notification, pk=notification_id, act=_send, clock=clock)


def _answers_go_to(notification: Notification) -> list[str]:
    """Return where a customer's answer goes: to the contact of the shop that he ordered in."""
    order = notification.order
    is_to_customer = order is not None and order.email == notification.recipient
    email = contact_email(order_configuration(order)) if order is not None and is_to_customer else ""
    return [email] if email else []


def _headers(notification: Notification) -> dict[str, str]:
    # The same at each try: a receiver that got it before drops it.
    headers = {"Message-ID": message_id(notification.request_key)}
    if notification.unsubscribe_url:
        # RFC 8058: the mail program posts there when its own button is pressed.
        headers["List-Unsubscribe"] = f"<{notification.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _send(notification: Notification) -> None:
    if not notification.is_in_words:
        put_in_words(notification)
    mail = EmailMultiAlternatives(
        notification.subject,
        notification.body_text,
        to=[notification.recipient],
        reply_to=_answers_go_to(notification),
        headers=_headers(notification),
    )
    if notification.body_html:
        mail.attach_alternative(notification.body_html, "text/html")
    mail.send()
