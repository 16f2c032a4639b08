"""What an order reserves is released, or corrected by an edit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from backorders.actions.steps.placing import keep_owed
from backorders.models import OrderLine
from backorders.queries.locks import LockedOrder
from backorders.queries.order_edit import JudgedEdit
from backorders.rules.placing import owed_of_raises
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO


def end_reservations(
    order: LockedOrder, units: Mapping[OrderLine, Decimal], *, event: EventType, key: str
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


def promise_again(order: LockedOrder, units: Mapping[OrderLine, Decimal], *, key: str) -> list[Reservation]:
    """Promise `units` {line: quantity} that had left and are back, in stock level order, as the caller's last statement.

    `key` names the parcel that was undone. No floor: they were sold when the order was placed, and their place in the queue is the
    old one. Lines that hold nothing in the ledger are passed over.
    """
    return Reservation.objects.bulk_create(
        Reservation(
            stock_id=order.stock_id,
            product_id=line.held_product_id,
            quantity=-quantity,
            event_type=EventType.SHIPMENT_UNDONE,
            event_key=f"{EventType.SHIPMENT_UNDONE.value}:{key}:{line.pk}",
            order_number=order.number,
        )
        for line, quantity in sorted(units.items(), key=lambda item: (item[0].held_product_id, item[0].pk))
        if line.is_reserved
    )


def reserve_edit(
    order: LockedOrder, judged: JudgedEdit, new: Sequence[OrderLine], *, key: str, today: date
) -> list[Reservation]:
    """Write the rows of `judged` and of its `new` lines in stock level order, as the caller's last statement.

    All lines of a product are one row: units that only move from one line to another are not sold anew, and a row for each
    would let the guard refuse them. `key` names the edit, so that the database refuses it a second time.
    """
    given_back: dict[int, Decimal] = {}
    for line, units in _of_each_line(judged, new):
        if line.is_reserved:
            given_back[line.held_product_id] = given_back.get(line.held_product_id, ZERO) + units
    first = {line.product_id: line for line in reversed(new)}
    rows = Reservation.objects.bulk_create(
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
    _correct(judged, new, {row.product_id: row for row in rows if row.quantity < 0}, today=today)
    return rows


def owed_of_each_line(
    judged: JudgedEdit, new: Sequence[OrderLine], owed: Mapping[int, Decimal]
) -> Iterator[tuple[OrderLine, Decimal, Decimal]]:
    """Yield each line that the edit raises or makes, with its part of what is `owed` {product id: units} for the raise.

    The second number is that part with those of the lines of its product that are served before it.
    """
    raised: dict[int, list[tuple[OrderLine, Decimal]]] = {}
    for line, units in (*((line, edit.raised) for line, edit in judged.edits.items()), *((n, n.ordered) for n in new)):
        if units and line.is_reserved and line.product_id is not None:
            raised.setdefault(line.product_id, []).append((line, units))
    for product_id, lines in raised.items():
        shares = owed_of_raises([units for _, units in lines], owed.get(product_id, ZERO))
        yield from zip((line for line, _ in lines), shares, accumulate(shares), strict=True)


def _correct(judged: JudgedEdit, new: Sequence[OrderLine], seen: Mapping[int, Reservation], *, today: date) -> None:
    """Let the lines say what the guard saw, where the rule had judged on older numbers."""
    before = owed_of_each_line(judged, new, judged.owed)
    after = owed_of_each_line(judged, new, {pk: row.owed for pk, row in seen.items()})
    found = {}
    for (line, judged_part, _), (_, part, last) in zip(before, after, strict=True):
        owed, row = line.owed_when_placed - judged_part + part, seen.get(line.product_id or 0)
        free = ZERO if row is None else row.free_after - row.quantity
        day = judged.day_of_raise(line.product_id or 0, last, free=free, today=today) if part else line.promised_on
        found[line] = (owed, day if owed else None)
    keep_owed(found)


def _of_each_line(judged: JudgedEdit, new: Sequence[OrderLine]) -> Iterable[tuple[OrderLine, Decimal]]:
    yield from ((line, edit.given_back) for line, edit in judged.edits.items())
    yield from ((line, -line.ordered) for line in new)
