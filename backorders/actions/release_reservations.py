"""End the reservations of units that were shipped, delivered, cancelled or refunded."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.models import Order, OrderLine
from catalog.models import Reservation
from catalog.models.reservation import EventType


def release_reservations(
    order: Order, units: Mapping[OrderLine, Decimal], *, event: EventType, key: str
) -> list[Reservation]:
    """Give back `units` {line: quantity} in stock level order, as the caller's last statement. Call inside its transaction.

    `key` names the event for each line, so that the database refuses it a second time. Lines that hold nothing in the ledger
    (stock was not managed) are passed over. A product that is gone gets its units back in the ledger, where nobody sells them.
    """
    return Reservation.objects.bulk_create(
        Reservation(
            stock_id=order.stock_id,
            product_id=line.held_product_id,
            quantity=quantity,
            event_type=event,
            event_key=f"{event.value}:{key}:{line.pk}",
            order_number=order.number,
        )
        for line, quantity in sorted(units.items(), key=lambda item: (item[0].held_product_id, item[0].pk))
        if quantity > 0 and line.is_reserved
    )
