"""Where lines stand in the queue, now and when they were ordered, and what a shopper is told of it, on page and in mail alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime

from backorders.models import Order, OrderLine, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.order_lines import ConfirmedLine
from backorders.rules.order_status import OPEN
from catalog.models import StockLevel
from catalog.queries.prepared import Compiled
from catalog.queries.product_grid import among_first_known
from catalog.rules import configuration as declared
from catalog.rules.availability import QuantityStatus, QuantityTold, quantity_status, quantity_told
from catalog.rules.in_force import Configuration
from catalog.rules.promised_day import NOTHING_KNOWN, Outlook, latest_day
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class ToldLine:
    """The units of one line that are still to come, what of them is `owed`, and what is `told`."""

    open: Decimal
    owed: Decimal
    told: QuantityTold


def told_now(
    order: Order,
    lines: Collection[ConfirmedLine],
    rows: Collection[OrderLine],
    configuration: Configuration,
    *,
    today: date,
) -> dict[int, ToldLine]:
    """Return {line id: what is told of its units that are still to come}, by the queue as it stands. One query.

    `rows` are the same lines as stored, `configuration` that of the order. Left out: lines of which nothing is still to come, and
    those of a closed order.
    """
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    queue = places(order, lines)
    goods = {row.pk for row in rows if not row.is_virtual} if order.ships_complete else frozenset[int]()
    days = days_of_places(queue, lines, together=goods, today=today)
    told = {}
    still_open = {row.pk: row.open for row in rows} if order.status in OPEN else {}
    for line in lines:
        units = still_open.get(line.pk, ZERO)
        if units <= 0:
            continue
        place = queue.get(line.pk)
        owed = ZERO if place is None else place.owed
        day = days.get(line.pk)
        words = quantity_told(units, owed, notifies=line.notifies, is_displayed=is_displayed, day=day)
        told[line.pk] = ToldLine(units, owed, words)
    return told


def days_of_places(
    queue: Mapping[int, QueuePlace], lines: Iterable[ConfirmedLine], *, together: AbstractSet[int], today: date
) -> dict[int, date | None]:
    """Return {line id: when it comes} of those that owe units; those that ship `together` come with the last of them. No query."""
    owing = [(line, queue[line.pk]) for line in lines if line.pk in queue and queue[line.pk].owed > 0]
    days = {line.pk: day_of_place(place, line.outlook, today=today) for line, place in owing}
    last = latest_day(day for pk, day in days.items() if pk in together)
    return days | {pk: last for pk in days if pk in together}


def day_of_place(place: QueuePlace, outlook: Outlook, *, today: date) -> date | None:
    """Return when the last unit comes that the line owes; None: it owes none, or nobody knows, or the product was deleted."""
    if place.owed <= 0 or place.is_gone or outlook == NOTHING_KNOWN:
        return None
    return outlook.day_of(place.ahead + place.owed, today=today, since=localtime(place.placed_at).date())


def told_when_placed(lines: Iterable[ConfirmedLine], configuration: Configuration) -> dict[int, ToldLine]:
    """Return {line id: what was told of its units when their order was placed}; `configuration` is that of the order. No query."""
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    return {
        line.pk: ToldLine(
            line.ordered,
            line.owed,
            quantity_told(
                line.ordered, line.owed, notifies=line.notifies, is_displayed=is_displayed, day=line.promised_on
            ),
        )
        for line in lines
    }


def status_of_all(told: Mapping[int, ToldLine]) -> QuantityStatus:
    """Return how the shop stands to all units of the lines together."""
    units = sum((line.open for line in told.values()), ZERO)
    return quantity_status(units, sum((line.owed for line in told.values()), ZERO))


def places(order: Order, lines: Iterable[OrderLine | ConfirmedLine]) -> dict[int, QueuePlace]:
    """Return {line id: its place} for those of the open `lines` of `order` that have one. One query at most.

    Stock and products are named, so that the database computes these queues only and not all of them.
    """
    by_id = {line.pk: line for line in lines}
    products = sorted({line.held_product_id for line in by_id.values()})
    return {place.line_id: place for place in _places(order.stock_id, products, sorted(by_id))} if by_id else {}


@Compiled
def _places(stock: int, products: Sequence[int], lines: Sequence[int]) -> QuerySet[QueuePlace]:
    return QueuePlace.objects.filter(stock_id=stock, product_id__in=products, line_id__in=lines).order_by("line_id")


def of_products(products: QuerySet[Any, Any]) -> Q:
    """Return the condition of a queryset of QueuePlace that the product is one of these ids, or was deleted.

    No other queue is computed.
    """
    return Q(is_gone=True) | among_first_known("product_id", products)


def owed_places() -> QuerySet[QueuePlace]:
    """Return the places of lines that owe units. Levels that owe nothing have no line that waits: their queues are not computed."""
    short = StockLevel.objects.filter(free__lt=0).order_by().values("product")
    return QueuePlace.objects.filter(of_products(short), owed__gt=0)


def covered_since() -> QuerySet[QueuePlace]:
    """Return the places of lines that were backordered when they were placed, and have more units covered since."""
    short = OrderLine.objects.filter(HAS_OPEN, is_reserved=True, owed_when_placed__gt=0).order_by().values("product")
    places = QueuePlace.objects.filter(of_products(short), is_gone=False, covered__gt=0)
    return places.filter(line__owed_when_placed__gt=F("owed"))
