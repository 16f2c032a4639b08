"""Cancel an order: unshipped units go back to the salable quantity and to no source; what was captured is refunded."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.refund_payments import refund_payments
from backorders.actions.release_reservations import release_reservations
from backorders.actions.settle_status import settle_status
from backorders.models import Order, OrderLine
from backorders.queries.locks import locked_order
from backorders.rules.cancellable import cancellable
from backorders.rules.order_status import OrderStatus
from backorders.rules.order_transitions import may_become
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO, plain


class CannotCancel(Exception):
    """The order cannot be cancelled; nothing changed. `status` is where it stands."""

    def __init__(self, status: OrderStatus) -> None:
        """Keep the status."""
        super().__init__(f"An order that is {status.label} cannot be cancelled.")
        self.status = status


def cancel_order(*, order: Order, by: User | None, now: datetime | None = None) -> Order:
    """Cancel what is not shipped of `order`, give its units back exactly once and refund what was captured for it.

    Of an order paid offline only what was not invoiced is cancelled: the rest wants a credit memo. Raises `CannotCancel` when
    the order is complete, closed, on hold or already cancelled, or nothing of it is left to cancel.
    """
    with transaction.atomic():
        locked = locked_order(order.pk)
        lines = list(locked.lines.all())
        is_offline = locked.is_offline
        given_up = {line: cancellable(line.progress(), is_offline=is_offline) for line in lines}
        if not may_become(OrderStatus(locked.status), OrderStatus.CANCELED) or not any(given_up.values()):
            raise CannotCancel(OrderStatus(locked.status))
        refund = Decimal("0.00")
        for line, quantity in given_up.items():
            line.cancelled += quantity
            if line.invoiced and not is_offline:
                line.refunded += quantity
                refund += line.value_of(quantity)
        OrderLine.objects.bulk_update(lines, ("cancelled", "refunded"))
        moment = now or timezone.now()
        settle_status(locked, by=by, now=moment)
        # What is cancelled in all only grows: the same units cannot be given back twice.
        key = f"{locked.pk}:{plain(sum((line.cancelled for line in lines), ZERO))}"
        refund_payments(locked, refund, key=f"{EventType.ORDER_CANCELED.value}:{key}", now=moment)
        release_reservations(locked, given_up, event=EventType.ORDER_CANCELED, key=key)
    return locked
