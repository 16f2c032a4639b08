"""Cancel an order: unshipped units go back to the salable quantity and to no source; what was captured is refunded."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from payments import PaymentStatus

from backorders.models import Order, OrderLine
from backorders.queries.locks import locked_order
from backorders.rules.order_status import OrderStatus
from backorders.rules.order_transitions import may_become
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.rules.quantity import plain


class CannotCancel(Exception):
    """The order cannot be cancelled; nothing changed. `status` is where it stands."""

    def __init__(self, status: OrderStatus) -> None:
        """Keep the status."""
        super().__init__(f"An order that is {status.label} cannot be cancelled.")
        self.status = status


def cancel_order(*, order: Order, by: User | None, now: datetime | None = None) -> Order:
    """Cancel what is not shipped of `order`, give its units back exactly once and refund what was captured for it.

    Raises `CannotCancel` when the order is complete, closed, on hold or already cancelled.
    """
    with transaction.atomic():
        locked = locked_order(order.pk)
        if not may_become(OrderStatus(locked.status), OrderStatus.CANCELED):
            raise CannotCancel(OrderStatus(locked.status))
        lines = list(locked.lines.all())
        returned = {line: line.ordered - line.shipped - line.cancelled for line in lines}
        refund = sum((_value(line, quantity) for line, quantity in returned.items()), Decimal("0.00"))
        for line, quantity in returned.items():
            line.cancelled += quantity
            line.refunded += quantity if line.invoiced else 0
        OrderLine.objects.bulk_update(lines, ("cancelled", "refunded"))
        locked.status = OrderStatus.CANCELED.value
        locked.cancelled_at, locked.cancelled_by = now or timezone.now(), by
        locked.save(update_fields=("status", "cancelled_at", "cancelled_by"))
        _refund(locked, refund)
        _give_back(locked, returned)
    return locked


def _value(line: OrderLine, quantity: Decimal) -> Decimal:
    return (line.unit_price * quantity).quantize(Decimal("0.01")) if line.invoiced else Decimal("0.00")


def _refund(order: Order, amount: Decimal) -> None:
    for payment in order.payments.select_for_update().filter(status=PaymentStatus.CONFIRMED).order_by("pk"):
        part = min(amount, payment.captured_amount)
        if part > 0:
            payment.refund(part)
            amount -= part


def _give_back(order: Order, returned: dict[OrderLine, Decimal]) -> None:
    Reservation.objects.bulk_create(
        Reservation(
            stock_id=order.stock_id,
            product_id=line.product_id,
            quantity=quantity,
            event_type=EventType.ORDER_CANCELED,
            # The count after the event makes the key: the same units cannot be given back twice.
            event_key=f"order_canceled:{line.pk}:{plain(line.cancelled)}",
            order_number=order.number,
        )
        for line, quantity in sorted(returned.items(), key=lambda item: (item[0].product_id or 0, item[0].pk))
        if quantity > 0 and line.is_reserved and line.product_id is not None
    )
