"""Deliver the virtual units of an order that were owed when they were paid for, now that there are some."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import end_reservations
from backorders.actions.steps.virtual_units import deliver_virtual
from backorders.models import EventKind, Order, OrderEvent, OrderLine
from backorders.queries.locks import locked_order
from backorders.queries.order import stale_words
from backorders.rules.line_quantities import undelivered
from backorders.rules.order_status import GOING_ON, OrderStatus
from backorders.words.order import units_in_words
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO, plain
from catalog.words.refusal import Refused


class CannotDeliver(Refused):
    """Nothing was delivered and nothing changed."""


@transaction.atomic
def deliver_order(*, order: Order, by: User | None, now: datetime, revision: int | None = None) -> Order:
    """Deliver what the queue has for the virtual lines of `order` that are paid for. Raises `CannotDeliver`.

    `revision` is the order's that the page showed: an order that changed since is refused.
    """
    locked = locked_order(order.pk)
    if changed := stale_words(locked, revision):
        raise CannotDeliver(changed)
    status = OrderStatus(locked.status)
    if status not in GOING_ON:
        raise CannotDeliver(f"Nothing is delivered of an order that is {status.label}.")
    lines = list(locked.lines.filter(is_virtual=True))
    wanted = {line: undelivered(line.progress()) for line in lines}
    if not any(wanted.values()):
        raise CannotDeliver("Nothing of this order is left to deliver.")
    # The total that was delivered only grows, so that no two deliveries of an order share the key.
    before = sum((line.shipped for line in lines), ZERO)
    key = f"delivery:{locked.pk}:{plain(before)}"
    delivered = deliver_virtual(locked, wanted, key=key, now=now)
    if not any(delivered.values()):
        owed = sum(wanted.values(), ZERO)
        raise CannotDeliver(f"Nothing can be delivered yet: {plain(owed)} owed. Stock has to arrive first.")
    OrderLine.objects.bulk_update(delivered, ("shipped",))
    settle_status(locked, by=by, now=now)
    left = units_in_words([(line.sku, quantity) for line, quantity in delivered.items() if quantity])
    OrderEvent.objects.create(
        order=locked,
        kind=EventKind.SHIPPED,
        text=f"Delivered {left}.",
        key=key,
        units=sum(delivered.values(), ZERO),
        at=now,
        by=by,
    )
    end_reservations(locked, delivered, event=EventType.SHIPMENT_CREATED, key=key)
    return locked
