"""Promise what an edit raises and give back what it lowers: one row for each product."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from backorders.models import Order, OrderLine
from backorders.queries.judged_edit import JudgedEdit
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO


def reserve_edit(order: Order, judged: JudgedEdit, new: Sequence[OrderLine], *, key: str) -> list[Reservation]:
    """Write the rows of `judged` and of its `new` lines in stock level order, as the caller's last statement.

    All lines of a product are one row: units that only move from one line to another are not sold anew, and a row for each
    would let the guard refuse them. `key` names the edit, so that the database refuses it a second time.
    """
    given_back: dict[int, Decimal] = {}
    for line, units in _of_each_line(judged, new):
        if line.is_reserved and line.product_id is not None:
            given_back[line.product_id] = given_back.get(line.product_id, ZERO) + units
    first = {line.product_id: line for line in reversed(new)}
    return Reservation.objects.bulk_create(
        Reservation(
            stock_id=order.stock_id,
            product_id=product_id,
            quantity=units,
            floor=judged.positions[product_id].policy.floor if units < 0 else None,
            # A product that is new in the order was placed: its row says what of it was backordered then.
            event_type=EventType.ORDER_PLACED if product_id in first and units < 0 else EventType.ORDER_EDITED,
            event_key=(
                first[product_id].placement_key
                if product_id in first and units < 0
                else f"{EventType.ORDER_EDITED.value}:{key}:{product_id}"
            ),
            order_number=order.number,
        )
        for product_id, units in sorted(given_back.items())
        if units
    )


def _of_each_line(judged: JudgedEdit, new: Sequence[OrderLine]) -> Iterable[tuple[OrderLine, Decimal]]:
    yield from ((line, edit.given_back) for line, edit in judged.edits.items())
    yield from ((line, -line.ordered) for line in new)
