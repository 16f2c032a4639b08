"""Let an order's status follow its lines."""

from datetime import datetime

from django.contrib.auth.models import User

from backorders.models import Order
from backorders.rules.order_progress import status_after
from backorders.rules.order_status import OrderStatus


def settle_status(order: Order, *, by: User | None, now: datetime) -> None:
    """Store the status that the lines call for. Call inside the transaction that holds the order's lock, lines written."""
    status = status_after(OrderStatus(order.status), [line.progress() for line in order.lines.all()])
    if status.value == order.status:
        return
    order.status = status.value
    if status is OrderStatus.CANCELED:
        order.cancelled_at, order.cancelled_by = now, by
    order.save(update_fields=("status", "cancelled_at", "cancelled_by"))
