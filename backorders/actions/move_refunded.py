"""Move refunded goods: back to the source they came from, or off the books."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.queries.managed_products import managed_products
from backorders.queries.refund_shelves import refund_shelves
from backorders.rules.refund_moves import RefundedLine, refund_moves
from backorders.rules.refund_plan import RefundPlan
from catalog.actions.steps.shelf import deduct, put_back
from catalog.models import ConfigurationValue
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO

type Units = dict[tuple[int, int], Decimal]


def move_refunded(order: Order, plans: Mapping[OrderLine, RefundPlan], *, key: str, now: datetime) -> None:
    """Carry out what `plans` say about the sources, and keep each movement. Call with `lock_refunded` held.

    A product that was deleted, or whose stock is not managed now, moves nothing.
    """
    managed = managed_products(order, list(plans))
    counted = {line: plan for line, plan in plans.items() if line.product_id in managed}
    found = refund_shelves(order, counted)
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
