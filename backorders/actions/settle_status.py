"""Let an order's status follow its lines."""

from datetime import datetime

from django.contrib.auth.models import User

from backorders.models import Order
from backorders.rules.order_progress import status_after
from backorders.rules.order_status import HOLDABLE, OrderStatus


def settle_status(order: Order, *, by: User | None, now: datetime) -> None:
    """Store the status that the lines call for. Call inside the transaction that holds the order's lock, lines written.

    An order on hold stays there; what it goes back to follows its lines. One with nothing left to hold is not held any more.
    """
    before = (order.status, order.held_from)
    status = status_after(order.standing, [line.progress() for line in order.lines.all()])
    stays_held = status in HOLDABLE or order.held_from == status == OrderStatus.COMPLETE
    if order.held_from and stays_held:
        order.held_from = status.value
    else:
        order.status, order.held_from = status.value, ""
    if (order.status, order.held_from) == before:
        return
    if status is OrderStatus.CANCELED:
        order.cancelled_at, order.cancelled_by = now, by
    else:
        order.cancelled_at = order.cancelled_by = None
    order.save(update_fields=("status", "held_from", "cancelled_at", "cancelled_by"))
