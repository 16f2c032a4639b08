"""Send one kept message."""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from backorders.actions.attempt import attempt
from backorders.actions.steps.messages import put_in_words
from backorders.emails.message import addressed_to, message_id
from backorders.models import Notification, Order
from backorders.queries.order import order_configuration
from backorders.words.contact import contact_email


def send_message(*, notification_id: int, clock: Callable[[], datetime]) -> None:
    """Send the message when it is due."""
    attempt(model=Notification, pk=notification_id, act=_send, clock=clock)


def _customers_order(notification: Notification) -> Order | None:
    """Return the order that it tells its customer of; None for what goes to staff, or is about no order."""
    order = notification.order
    return order if order is not None and order.email == notification.recipient else None


def _answers_go_to(order: Order | None) -> list[str]:
    """Return where a customer's answer goes: to the contact of the shop that he ordered in."""
    email = contact_email(order_configuration(order)) if order is not None else ""
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
    order = _customers_order(notification)
    mail = EmailMultiAlternatives(
        notification.subject,
        notification.body_text,
        to=[addressed_to(notification.recipient, order.customer_name if order else "")],
        reply_to=_answers_go_to(order),
        headers=_headers(notification),
    )
    if notification.body_html:
        mail.attach_alternative(notification.body_html, "text/html")
    mail.send()
