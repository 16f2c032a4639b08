"""Move refunded goods: back to the source they came from, or off the books."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.queries.lock_assignments import lock_assignments
from backorders.queries.managed_products import managed_products
from backorders.queries.refund_shelves import RefundShelves, refund_shelves
from backorders.rules.refund_moves import RefundedLine, refund_moves
from backorders.rules.refund_plan import RefundPlan
from catalog.actions.deduct import deduct
from catalog.actions.put_back import put_back
from catalog.models import ConfigurationValue
from catalog.queries.locked_items import locked_items
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO

type Units = dict[tuple[int, int], Decimal]


def move_refunded(order: Order, plans: Mapping[OrderLine, RefundPlan], *, key: str, now: datetime) -> None:
    """Carry out what `plans` say about the sources, and keep each movement. Call inside the refund's transaction.

    A product that was deleted, or whose stock is not managed now, moves nothing.
    """
    managed = managed_products(order, list(plans))
    counted = {line: plan for line, plan in plans.items() if line.product_id in managed}
    found = _locked_shelves(order, counted)
    refunded = [
        RefundedLine(line.pk, line.product_id or 0, plan, found.out.get(line.pk, ())) for line, plan in counted.items()
    ]
    moves = refund_moves(refunded, found.shelves)
    returned: Units = {}
    written_off: Units = {}
    movements = []
    for line in refunded:
        made = moves[line.line_id]
        for kind, units, parts, sign in (
            (MovementKind.RETURNED, returned, made.returned, 1),
            (MovementKind.WRITTEN_OFF, written_off, made.written_off, -1),
        ):
            for move in parts:
                place = (move.source_id, line.product_id)
                units[place] = units.get(place, ZERO) + move.units
                movements.append(
                    SourceMovement(
                        line_id=line.line_id,
                        source_id=move.source_id,
                        kind=kind,
                        quantity=sign * move.units,
                        key=key,
                        moved_at=now,
                    )
                )
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    put_back(returned, set_in_stock=configuration.flag(declared.CAN_BACK_IN_STOCK))
    deduct(written_off)
    SourceMovement.objects.bulk_create(movements)


def _locked_shelves(order: Order, plans: Mapping[OrderLine, RefundPlan]) -> RefundShelves:
    """Lock what the memo may touch and return it as it stands under the lock."""
    if any(plan.to_source for plan in plans.values()):
        gone = [shelf for shelf in refund_shelves(order, plans).shelves if not shelf.is_assigned]
        if gone:
            lock_assignments(
                product_ids={shelf.product_id for shelf in gone}, source_ids={shelf.source_id for shelf in gone}
            )
    locked_items({line.product_id for line in plans if line.product_id is not None})
    return refund_shelves(order, plans)
