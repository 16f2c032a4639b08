"""Record what became of a payment: paid orders are processed, refused ones cancelled, each exactly once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from payments import PaymentStatus

from backorders.actions.cancel_order import cancel_order
from backorders.actions.invoice_order import record_invoice
from backorders.emails.order_confirmation import order_confirmation
from backorders.models import Notification, Order, Payment
from backorders.queries.locks import locked_order
from backorders.rules.order_status import OrderStatus
from backorders.tasks.send_notification import send_notification


def record_payment(*, payment: Payment, now: datetime | None = None) -> None:
    """Carry the payment's status over to its order. Repeats (a callback that arrives twice) change nothing."""
    with transaction.atomic():
        order = locked_order(payment.order_id)
        if order.status != OrderStatus.PENDING_PAYMENT:
            return
        match payment.status:
            case PaymentStatus.PREAUTH:
                payment.capture()
            case PaymentStatus.CONFIRMED:
                _paid(order, now=now or timezone.now())
            case PaymentStatus.REJECTED | PaymentStatus.ERROR | PaymentStatus.CANCELLED:
                cancel_order(order=order, by=None)


def _paid(order: Order, *, now: datetime) -> None:
    """Money is captured for all lines, backordered ones too; the order is Processing until everything is shipped (the guide)."""
    record_invoice(order, {line: line.ordered for line in order.lines.all()}, by=None, now=now)
    message = order_confirmation(order)
    notification = Notification.objects.create(
        key=f"order_confirmation:{order.pk}",
        order=order,
        recipient=order.email,
        subject=message.subject,
        body_text=message.text,
        body_html=message.html,
    )
    # A row in the same transaction: the worker sees it after commit, or never.
    send_notification.enqueue(notification.pk)
