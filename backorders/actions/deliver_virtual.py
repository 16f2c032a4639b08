"""Deliver virtual units when they are paid for: the reference deducts them at the invoice."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.queries.managed_products import managed_products
from backorders.queries.queue_sql import places
from catalog.actions.deduct import deduct
from catalog.queries.locked_items import locked_items
from catalog.queries.source_candidates import source_candidates
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import select_sources


def deliver_virtual(
    order: Order, units: Mapping[OrderLine, Decimal], *, key: str, now: datetime
) -> dict[OrderLine, Decimal]:
    """Take the virtual lines of `units` {line: quantity paid} from the sources by priority; return what was delivered.

    What no source has, or has for orders ahead only, stays promised (`deliver_order` delivers it later). The caller stores the
    lines and releases the reservations. Call inside its transaction.
    """
    virtual = {line: quantity for line, quantity in units.items() if line.is_virtual and quantity > 0}
    managed = managed_products(order, list(virtual)) if virtual else frozenset()
    # Whoever ships or receives holds this lock: what the queue has for each line stands still until the units have left.
    locked_items(managed)
    queue = places(order, virtual) if managed else {}
    delivered: dict[OrderLine, Decimal] = {}
    for line, quantity in virtual.items():
        if line.product_id is None or line.product_id not in managed:
            delivered[line] = quantity
            continue
        wanted = min(quantity, queue[line.pk].covered) if line.pk in queue else quantity
        selection = select_sources({line.product_id: wanted}, source_candidates(order.stock, [line.product_id]))
        taken = {(row.source_id, row.product_id): row.deduct for row in selection.rows if row.deduct}
        deduct(taken)
        SourceMovement.objects.bulk_create(
            SourceMovement(
                line=line, source_id=source_id, kind=MovementKind.DELIVERED, quantity=-part, key=key, moved_at=now
            )
            for (source_id, _), part in taken.items()
        )
        delivered[line] = sum(taken.values(), ZERO)
    for line, quantity in delivered.items():
        line.shipped += quantity
    return delivered
