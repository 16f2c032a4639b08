"""Move refunded goods: back to the source they came from, or off the books."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.queries.managed_products import managed_products
from backorders.rules.refund_plan import RefundPlan
from catalog.actions.deduct import deduct
from catalog.actions.put_back import put_back
from catalog.models import ConfigurationValue
from catalog.queries.locked_items import locked_items
from catalog.queries.source_candidates import source_candidates
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import select_sources

type Units = dict[tuple[int, int], Decimal]


def move_refunded(order: Order, plans: Mapping[OrderLine, RefundPlan], *, key: str, now: datetime) -> None:
    """Carry out what `plans` say about the sources, and keep each movement. Call inside the refund's transaction."""
    managed = managed_products(order, list(plans))
    locked_items(managed)
    returned: Units = {}
    written_off: Units = {}
    movements = []
    for line, plan in plans.items():
        if line.product_id is None or line.product_id not in managed:
            continue
        for source_id, part in _came_from(line, plan.to_source):
            returned[source_id, line.product_id] = returned.get((source_id, line.product_id), ZERO) + part
            movements.append(
                SourceMovement(
                    line=line, source_id=source_id, kind=MovementKind.RETURNED, quantity=part, key=key, moved_at=now
                )
            )
        for source_id, part in _lies_at(order, line.product_id, plan.written_off, written_off):
            written_off[source_id, line.product_id] = written_off.get((source_id, line.product_id), ZERO) + part
            movements.append(
                SourceMovement(
                    line=line, source_id=source_id, kind=MovementKind.WRITTEN_OFF, quantity=-part, key=key, moved_at=now
                )
            )
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    put_back(returned, set_in_stock=configuration.flag(declared.CAN_BACK_IN_STOCK))
    deduct(written_off)
    SourceMovement.objects.bulk_create(movements)


def _came_from(line: OrderLine, quantity: Decimal) -> Iterator[tuple[int, Decimal]]:
    """Yield the sources that still miss units of the line, the source that gave the most first."""
    out = (
        line.movements.exclude(kind=MovementKind.WRITTEN_OFF)
        .values_list("source_id")
        .annotate(net=Sum("quantity"))
        .filter(net__lt=0)
        .order_by("net", "source_id")
    )
    for source_id, net in out:
        part = min(-net, quantity)
        if part > 0:
            yield source_id, part
        quantity -= part


def _lies_at(order: Order, product_id: int, quantity: Decimal, taken: Units) -> Iterator[tuple[int, Decimal]]:
    """Yield the sources that units which never left are written off from; what no source has was never on a shelf."""
    candidates = source_candidates(order.stock, [product_id])
    left = [
        type(candidate)(
            candidate.source_id, product_id, candidate.available - taken.get((candidate.source_id, product_id), ZERO)
        )
        for candidate in candidates
    ]
    for row in select_sources({product_id: quantity}, left).rows:
        if row.deduct:
            yield row.source_id, row.deduct
