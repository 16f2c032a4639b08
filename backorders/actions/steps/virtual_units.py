"""Deliver virtual units when they are paid for: the reference deducts them at the invoice."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, OrderLine, SourceMovement
from backorders.queries.asked_units import managed_products
from backorders.queries.locks import LockedOrder
from backorders.queries.queue import places
from backorders.queries.shared_shelves import shared_shelves
from backorders.rules.shipment import Share, Wanted, shipment_plan
from catalog.actions.steps.shelf import deduct
from catalog.queries.locks.product import locked_items
from catalog.queries.sources import source_candidates
from catalog.rules.quantity import ZERO


def deliver_virtual(
    order: LockedOrder, units: Mapping[OrderLine, Decimal], *, key: str, now: datetime
) -> dict[OrderLine, Decimal]:
    """Take the virtual lines of `units` {line: quantity paid} from the sources by priority; return what was delivered.

    What no source has, or has for orders ahead only, stays promised (`deliver_order` delivers it later); so does what is left
    of a deleted product. The caller stores the
    lines and releases the reservations. Call inside its transaction.
    """
    virtual = {
        line: quantity for line, quantity in units.items() if line.is_virtual and quantity > 0 and not line.is_gone
    }
    if not virtual:
        return {}
    managed = managed_products(order, list(virtual))
    # Whoever ships or receives holds this lock: what the queue has for each line stands still until the units have left.
    locked_items(managed)
    counted = {line: quantity for line, quantity in virtual.items() if line.product_id in managed}
    shares = _shares(order, counted) if counted else ()
    products = {line.pk: line.product_id or 0 for line in counted}
    taken: dict[tuple[int, int], Decimal] = {}
    given = dict.fromkeys(products, ZERO)
    for share in shares:
        shelf = (share.source_id, products[share.line_id])
        taken[shelf] = taken.get(shelf, ZERO) + share.deduct
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


def _shares(order: LockedOrder, units: Mapping[OrderLine, Decimal]) -> tuple[Share, ...]:
    """Return which sources give what of `units`, as far as the queue and the promises of other stocks let them."""
    queue = places(order, units)
    products = sorted({line.product_id or 0 for line in units})
    wanted = [
        Wanted(
            line.pk,
            line.product_id or 0,
            min(quantity, queue[line.pk].covered) if line.pk in queue else quantity,
            is_promised=line.is_reserved,
        )
        for line, quantity in units.items()
    ]
    shares = shipment_plan(wanted, source_candidates(order.stock, products), shared_shelves(order.stock_id, products))
    return tuple(share for share in shares if share.deduct)
