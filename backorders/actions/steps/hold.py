"""Hold an order whose money moved outside the shop, until somebody has decided."""

from datetime import datetime

from backorders.models import EventKind, OrderEvent
from backorders.queries.locks import LockedOrder
from backorders.rules.order_status import HELD_FROM, OrderStatus


def hold_for_money(order: LockedOrder, *, why: str, now: datetime) -> None:
    """Hold `order`, also one that is shipped, until somebody decides about money that moved at the provider: `why` in words.

    The shopper is not told. Call inside the transaction that holds the order's lock. One that is held, canceled or closed stays so.
    """
    if OrderStatus(order.status) not in HELD_FROM:
        return
    order.held_from, order.status = order.status, OrderStatus.ON_HOLD.value
    order.save(update_fields=("status", "held_from"))
    OrderEvent.objects.create(order=order, kind=EventKind.HELD, text=f"Put on hold: {why}", at=now)
