"""Items Ordered: the lines of an order, and where they stand in their queues."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from backorders.models import LostUnits, MovedDay, Order, OrderLine, QueueMove, QueuePlace
from backorders.queries.asked_units import managed_products
from backorders.queries.queue import day_of_place, places
from backorders.rules.line_quantities import ItemStatus, item_status
from backorders.rules.order_status import OPEN
from backorders.rules.queue import expected_units
from backorders.words.moved_day import moved_in_words
from backorders.words.order import expected_in_words, ordinal
from backorders.words.queue import lost_words, moved_words
from catalog.queries.history import name_then, staff_name
from catalog.queries.promised_day import outlooks
from catalog.rules.money import amount_text
from catalog.rules.promised_day import Outlook
from catalog.rules.quantity import ZERO, plain
from catalog.words.moment import DAY
from catalog.words.promised_day import NO_DATE, promise_in_words, promised_day_in_words

ITEM_COLOURS = {ItemStatus.BACKORDERED: "warning", ItemStatus.PARTIAL: "warning", ItemStatus.SHIPPED: "success"}
GONE = "Product deleted: no stock will arrive"
NOT_MANAGED = "Stock is not managed"


@dataclass(frozen=True)
class QueueShown:
    """One line: `covered` and `owed` are empty when it holds nothing in a queue; `expected` names the arrivals it waits for.

    `comes` says when the line's own units come, `promised` which day was promised when it was ordered.

    `moved` says who let it overtake the others, and why. `note` says why the line stands in no queue, or waits for no arrival.
    """

    line_id: int
    covered: str = ""
    owed: str = ""
    place: str = ""
    expected: str = ""
    comes: str = ""
    promised: str = ""
    moved: str = ""
    can_move: bool = False
    note: str = ""
    units_owed: Decimal = ZERO
    units_covered: Decimal = ZERO
    units_gone: Decimal = ZERO


def order_moves(lines: Sequence[OrderLine]) -> list[Any]:
    """Return the moves to the front of these lines, and those by which they lost units, with `name_then`. One query without any."""
    ids = [line.pk for line in lines]
    asked = Q(line__in=ids) | Q(pk__in=LostUnits.objects.filter(line__in=ids).values("move"))
    named = QueueMove.objects.filter(asked).annotate(name_then=name_then("moved_by", "moved_at"))
    return list(named.select_related("line__order", "moved_by").prefetch_related("lost__line__order").order_by("pk"))


def queue_shown(
    order: Order, lines: Sequence[OrderLine], moves: Sequence[Any], *, today: date
) -> dict[int, QueueShown]:
    """Return {line id: where it stands}. Four queries, however many lines, and two more where an open one has no place.

    Stock that is not managed covers everything.
    """
    found = places(order, lines)
    without = [line for line in lines if line.pk not in found and line.open > 0] if order.status in OPEN else []
    managed = managed_products(order, without) if without else frozenset()
    moved = {move.line_id: _moved(move, staff_name(move.moved_by, then=move.name_then)) for move in moves}
    comes = _outlooks(place for place in found.values() if place.owed and not place.is_gone)
    told = _told_since(line for line in lines if line.pk in found and found[line.pk].owed)
    shown = {}
    for line in lines:
        place = found.get(line.pk)
        if place is None:
            is_covered = line in without and line.product_id not in managed
            shown[line.pk] = _without_place(line, moved.get(line.pk, ""), is_covered=is_covered)
        elif place.is_gone:
            shown[line.pk] = QueueShown(
                line.pk, "0", plain(place.owed), note=GONE, units_owed=place.owed, units_gone=place.owed
            )
        else:
            shown[line.pk] = QueueShown(
                line_id=line.pk,
                covered=plain(place.covered),
                owed=plain(place.owed),
                place=f"{ordinal(place.position)} in the queue",
                expected=expected_in_words(expected_units(ahead=place.ahead, owed=place.owed)),
                comes=_comes(place, comes.get(place.product_id or 0), today=today),
                promised=_promised(line, told.get(line.pk), today=today) if place.owed else "",
                moved=moved.get(line.pk, ""),
                can_move=place.position > 1 and place.owed > 0,
                units_owed=place.owed,
                units_covered=place.covered,
            )
    return shown


def _outlooks(waits: Iterable[QueuePlace]) -> dict[int, Outlook]:
    """Return {product id: what is to come of it} in the stock of these places, which are of one order."""
    pairs = {(place.stock_id, place.product_id or 0) for place in waits}
    return {product: outlook for (_, product), outlook in outlooks(pairs).items()}


def _comes(place: QueuePlace, outlook: Outlook | None, *, today: date) -> str:
    """Say when what the line owes comes; empty when it owes nothing."""
    if outlook is None:
        return ""
    day = day_of_place(place, outlook, today=today)
    return NO_DATE if day is None else promised_day_in_words(day)


def _told_since(lines: Iterable[OrderLine]) -> dict[int, MovedDay]:
    """Return {line id: of which day its customer was told last} for those of the lines that were told of one. One query at most."""
    by_id = {line.pk: line for line in lines}
    rows = MovedDay.objects.filter(line__in=by_id).order_by("pk") if by_id else ()
    return {row.line_id: row for row in rows if row.promised_on == by_id[row.line_id].promised_on}


def _promised(line: OrderLine, told: MovedDay | None, *, today: date) -> str:
    """Say what was promised when it was ordered, and what the customer was told since."""
    since = "" if told is None else moved_in_words(told.day, is_kept=told.kept_at is not None)
    promised = promise_in_words(line.promised_on, today=today) if line.promised_on else ""
    return "; ".join(filter(None, (promised, since)))


def _without_place(line: OrderLine, moved: str, *, is_covered: bool) -> QueueShown:
    if is_covered:
        return QueueShown(line.pk, plain(line.open), "0", moved=moved, note=NOT_MANAGED, units_covered=line.open)
    return QueueShown(line.pk, moved=moved)


def _moved(move: QueueMove, who: str) -> str:
    return f"Moved to the front on {localtime(move.moved_at):{DAY}} by {who or 'the shop'}: {move.reason}"


@dataclass(frozen=True)
class Item:
    """One row of Items Ordered. `quantities` are (label, number) pairs: Ordered always, the others when not zero."""

    product_id: int | None
    name: str
    sku: str
    status: str
    colour: str
    price: str
    quantities: tuple[tuple[str, str], ...]
    owed: str
    queue: QueueShown
    total: str


def item_shown(line: OrderLine, standing: QueueShown, currency: str) -> Item:
    """Return the row of a line that stands so in its queue."""
    status = item_status(
        ordered=line.ordered,
        invoiced=line.invoiced,
        shipped=line.shipped,
        canceled=line.canceled,
        refunded=line.refunded,
        owed=standing.units_owed,
    )
    counted = (
        ("Invoiced", line.invoiced),
        ("Shipped", line.shipped),
        ("Refunded", line.refunded),
        ("Canceled", line.canceled),
    )
    return Item(
        product_id=line.product_id,
        name=line.name,
        sku=line.sku,
        status=status.value,
        colour=ITEM_COLOURS.get(status, ""),
        price=amount_text(line.unit_price, currency),
        quantities=(("Ordered", plain(line.ordered)), *((name, plain(number)) for name, number in counted if number)),
        owed=plain(line.owed_when_placed) if line.owed_when_placed else "",
        queue=standing,
        total=amount_text(line.row_total, currency),
    )


@dataclass(frozen=True)
class MoveTold:
    """What the order's history says of a line that was moved to the front, or of units that were lost by it."""

    at: datetime
    text: str
    who: str


def moves_told(order: Order, moves: Sequence[Any]) -> Iterator[MoveTold]:
    """Yield what `order_moves` mean for the order: lines of its own that were moved, and units that it lost to others. No query."""
    for move in moves:
        who = staff_name(move.moved_by, then=move.name_then)
        lost = [(each.line.order.number, each.units) for each in move.lost.all()]
        if move.line.order_id == order.pk:
            yield MoveTold(move.moved_at, moved_words(move.line.sku, lost, move.reason), who)
        for each in move.lost.all():
            if each.line.order_id == order.pk:
                text = lost_words(each.line.sku, each.units, number=move.line.order.number, reason=move.reason)
                yield MoveTold(move.moved_at, text, who)
