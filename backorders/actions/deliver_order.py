"""What is delivered without a parcel: virtual products, and downloads.

Deliver the virtual units of an order that were owed when they were paid for, now that there are some.
Deliver virtual units when they are paid for: the reference deducts them at the invoice.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import release_reservations
from backorders.models import EventKind, MovementKind, Order, OrderEvent, OrderLine, SourceMovement
from backorders.queries.asked_units import managed_products
from backorders.queries.locks import locked_order
from backorders.queries.queue import places
from backorders.rules.line_quantities import undelivered
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.shipment import Wanted, shipment_plan
from backorders.words.order import units_in_words
from catalog.actions.steps.shelf import deduct
from catalog.models.reservation import EventType
from catalog.queries.locks.product import locked_items
from catalog.queries.sources import source_candidates
from catalog.rules.quantity import ZERO, plain


class CannotDeliver(Exception):
    """Nothing was delivered and nothing changed; `str()` says why."""


@transaction.atomic
def deliver_order(*, order: Order, by: User | None, now: datetime | None = None) -> Order:
    """Deliver what the queue has for the virtual lines of `order` that are paid for. Raises `CannotDeliver`."""
    locked = locked_order(order.pk)
    status = OrderStatus(locked.status)
    if status not in OPEN or status is OrderStatus.ON_HOLD:
        raise CannotDeliver(f"Nothing is delivered of an order that is {status.label}.")
    lines = list(locked.lines.filter(is_virtual=True))
    wanted = {line: undelivered(line.progress()) for line in lines}
    if not any(wanted.values()):
        raise CannotDeliver("Nothing of this order is left to deliver.")
    moment = now or timezone.now()
    # The total that was delivered only grows, so that no two deliveries of an order share the key.
    before = sum((line.shipped for line in lines), ZERO)
    key = f"delivery:{locked.pk}:{plain(before)}"
    delivered = deliver_virtual(locked, wanted, key=key, now=moment)
    if not any(delivered.values()):
        owed = sum(wanted.values(), ZERO)
        raise CannotDeliver(f"Nothing can be delivered yet: {plain(owed)} owed. Stock has to arrive first.")
    OrderLine.objects.bulk_update(delivered, ("shipped",))
    settle_status(locked, by=by, now=moment)
    left = units_in_words([(line.sku, quantity) for line, quantity in delivered.items() if quantity])
    OrderEvent.objects.create(
        order=locked,
        kind=EventKind.SHIPPED,
        text=f"Delivered {left}.",
        key=key,
        units=sum(delivered.values(), ZERO),
        at=moment,
        by=by,
    )
    release_reservations(locked, delivered, event=EventType.SHIPMENT_CREATED, key=key)
    return locked


def deliver_virtual(
    order: Order, units: Mapping[OrderLine, Decimal], *, key: str, now: datetime
) -> dict[OrderLine, Decimal]:
    """Take the virtual lines of `units` {line: quantity paid} from the sources by priority; return what was delivered.

    What no source has, or has for orders ahead only, stays promised (`deliver_order` delivers it later); so does what is left
    of a deleted product. The caller stores the
    lines and releases the reservations. Call inside its transaction.
    """
    virtual = {
        line: quantity for line, quantity in units.items() if line.is_virtual and quantity > 0 and not line.is_gone
    }
    managed = managed_products(order, list(virtual)) if virtual else frozenset()
    # Whoever ships or receives holds this lock: what the queue has for each line stands still until the units have left.
    locked_items(managed)
    queue = places(order, virtual) if managed else {}
    counted = {line: quantity for line, quantity in virtual.items() if line.product_id in managed}
    wanted = [
        Wanted(line.pk, line.product_id or 0, min(quantity, queue[line.pk].covered) if line.pk in queue else quantity)
        for line, quantity in counted.items()
    ]
    candidates = source_candidates(order.stock, sorted(managed)) if managed else ()
    shares = [share for share in shipment_plan(wanted, candidates) if share.deduct]
    products = {line.pk: line.product_id or 0 for line in counted}
    taken: dict[tuple[int, int], Decimal] = {}
    given = dict.fromkeys(products, ZERO)
    for share in shares:
        place = (share.source_id, products[share.line_id])
        taken[place] = taken.get(place, ZERO) + share.deduct
        given[share.line_id] += share.deduct
    deduct(taken)
    SourceMovement.objects.bulk_create(
        SourceMovement(
            line_id=share.line_id,
            source_id=share.source_id,
            kind=MovementKind.DELIVERED,
            quantity=-share.deduct,
            key=key,
            moved_at=now,
        )
        for share in shares
    )
    delivered = {line: given.get(line.pk, quantity) for line, quantity in virtual.items()}
    for line, quantity in delivered.items():
        line.shipped += quantity
    return delivered
