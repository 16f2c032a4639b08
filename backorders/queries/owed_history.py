"""What each day changed of what orders are owed, worked out from ledger, history of the shelves, and moves to the front.

Days are those of the shop's clock, its changes in spring and autumn included: the database tells each moment's day by the zone's
name. A few statements for thousands of products; `rules.owed_history` decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import F, Max, Min, Q, Sum
from django.utils.timezone import get_current_timezone, get_current_timezone_name

from backorders.models import OwedChange, OwedDay
from backorders.queries.shelf_history import ShelfHistory, rows, shelf_history
from backorders.rules.owed_history import (
    ChangeValue,
    DayOfProduct,
    HeldLine,
    Owed,
    Promised,
    Standing,
    change_value,
    owed_changes,
)
from backorders.rules.owed_history import OwedChange as Change
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO

# Of so many products the history is held in memory at once.
PRODUCTS_AT_ONCE = 5_000
# Units that come back with a parcel wait in their old place: what of them is owed the queue says, not the guard.
UNDONE = EventType.SHIPMENT_UNDONE.value
# What is sold says what of it was not free then: nothing else that promises units does, such as a parcel that is undone.
# Units that leave for the shopper end their promise as well, and are not given up.
SELLS = [event.value for event in (EventType.ORDER_PLACED, EventType.ORDER_EDITED, EventType.ORDER_REOPENED)]
LEAVES = (EventType.SHIPMENT_CREATED.value, EventType.INVOICE_CREATED.value)


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, by the shop's clock."""

    first: date
    last: date

    @property
    def asked(self) -> dict[str, Any]:
        """What statements ask by: when it begins and ends, and the zone."""
        return {"start": beginning(self.first), "end": beginning(self.last + timedelta(days=1)), "zone": zone()}


def zone() -> str:
    """Return the name of the zone of the shop's clock."""
    return get_current_timezone_name()


def beginning(day: date) -> datetime:
    """Return the moment in which a day of the shop begins."""
    return datetime.combine(day, time.min, get_current_timezone())


@dataclass(frozen=True)
class SoldLine:
    """The first line of a product in an order: where and at what price it was sold."""

    held: HeldLine
    website: int
    currency: str
    unit_price: Decimal


@dataclass(frozen=True)
class FoundChange:
    """A change of what is owed of a product, with the line that it is of and what its units cost."""

    product: int
    change: Change
    sold: SoldLine
    value: ChangeValue

    @property
    def row(self) -> OwedChange:
        """The row that keeps it."""
        return OwedChange(
            day=self.change.day,
            line_id=self.change.line,
            stock_id=self.sold.held.stock,
            website_id=self.sold.website,
            product_id=self.product,
            currency=self.sold.currency,
            since=self.change.since,
            became=self.change.became,
            served=self.change.served,
            canceled=self.change.canceled,
            became_value=self.value.became,
            served_value=self.value.served,
            canceled_value=self.value.canceled,
        )


def first_day() -> date | None:
    """Return the day of the first promise that the ledger knows; None where nothing was promised. One query."""
    found: datetime | None = Reservation.objects.aggregate(first=Min("created_at"))["first"]
    return found.astimezone(get_current_timezone()).date() if found else None


def kept_days() -> Span | None:
    """Return the days whose changes are kept, which follow each other; None before the first. One query."""
    found = OwedDay.objects.aggregate(first=Min("day"), last=Max("day"))
    return None if found["first"] is None else Span(found["first"], found["last"])


def is_over(moment: datetime) -> bool:
    """Whether nobody still writes what he began before `moment`: what a transaction writes bears the time of its beginning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND xact_start < %s)",
            [moment],
        )
        return bool(cursor.fetchone()[0])


_LEDGER = """
    SELECT product_id, order_number,
           CASE WHEN created_at >= %(start)s THEN (created_at AT TIME ZONE %(zone)s)::date END AS day,
           -sum(quantity) AS units,
           sum(least(greatest(-free_after, 0), -quantity)) FILTER (WHERE quantity < 0 AND event_type <> %(undone)s) AS owed,
           sum(quantity) FILTER (WHERE quantity > 0 AND event_type <> ALL (%(leaves)s)) AS given_up
    FROM catalog_reservation
    WHERE product_id = ANY (%(products)s) AND created_at < %(end)s
    GROUP BY product_id, order_number, day
    HAVING sum(quantity) <> 0 OR bool_or(created_at >= %(start)s)
"""
_SOLD = """
    SELECT DISTINCT ON (product, ordered.id) coalesce(line.product_id, line.gone_product_id) AS product, ordered.number,
           line.id, ordered.stock_id, ordered.placed_at, ordered.website_id, ordered.currency, line.unit_price
    FROM backorders_order AS ordered JOIN backorders_orderline AS line ON line.order_id = ordered.id
    WHERE ordered.number = ANY (%(numbers)s)
      AND (line.product_id = ANY (%(products)s) OR line.gone_product_id = ANY (%(products)s))
    ORDER BY product, ordered.id, line.id
"""
_MOVES = """
    SELECT coalesce(line.product_id, line.gone_product_id), ordered.number,
           CASE WHEN moved_at >= %(start)s THEN (moved_at AT TIME ZONE %(zone)s)::date END
    FROM backorders_queuemove AS move
    JOIN backorders_orderline AS line ON line.id = move.line_id JOIN backorders_order AS ordered ON ordered.id = line.order_id
    WHERE coalesce(line.product_id, line.gone_product_id) = ANY (%(products)s) AND moved_at < %(end)s
    ORDER BY moved_at, move.id
"""


@dataclass
class _OfProduct:
    """What is read of a product: None for a day stands for what was before the first."""

    sold: dict[str, SoldLine] = field(default_factory=dict)
    open: dict[str, Decimal] = field(default_factory=dict)
    promised: defaultdict[date, list[Promised]] = field(default_factory=lambda: defaultdict(list))
    moves: defaultdict[date | None, list[int]] = field(default_factory=lambda: defaultdict(list))


def found_changes(products: Iterable[int], span: Span, *, goes_on: bool) -> Iterator[FoundChange]:
    """Yield what each day of the span changed of each product.

    `goes_on`: from what is kept of the days before, else from nothing.
    """
    for some in batched(products, PRODUCTS_AT_ONCE):
        asked = {**span.asked, "products": list(some)}
        read = _read(asked)
        shelves = shelf_history(asked)
        owed = kept_owed(some, before=span.first) if goes_on else {}
        for product in sorted(read):
            yield from _changes(product, read[product], shelves, owed.get(product, {}))


def _read(asked: Mapping[str, Any]) -> dict[int, _OfProduct]:
    ledger = rows(_LEDGER, **asked, leaves=list(LEAVES), undone=UNDONE)
    found: defaultdict[int, _OfProduct] = defaultdict(_OfProduct)
    for product, number, line, stock, placed_at, website, currency, price in rows(
        _SOLD, **asked, numbers=sorted({row[1] for row in ledger})
    ):
        found[product].sold[number] = SoldLine(HeldLine(line, stock, placed_at), website, currency, price)
    for product, number, day, units, owed, given_up in ledger:
        sold = found[product].sold.get(number)
        if sold is None:
            continue  # a row that belongs to no order that is here
        if day is None:
            found[product].open[number] = units
        else:
            found[product].promised[day].append(Promised(sold.held.line, units, owed or ZERO, given_up or ZERO))
    for product, number, day in rows(_MOVES, **asked):
        if (sold := found[product].sold.get(number)) is not None:
            found[product].moves[day].append(sold.held.line)
    return found


def _changes(product: int, read: _OfProduct, shelves: ShelfHistory, owed: dict[int, Owed]) -> Iterator[FoundChange]:
    sold = {each.held.line: each for each in read.sold.values()}
    # A line that is kept as owed and that the ledger knows nothing of is found by the check.
    standing = Standing(
        shelves.links.before,
        open={read.sold[number].held.line: units for number, units in read.open.items() if units > 0},
        counted=shelves.counted_before(product),
        fronts={line: number for number, line in enumerate(read.moves.get(None, ()), start=1)},
        owed={line: units for line, units in owed.items() if line in sold},
        is_managed=shelves.is_managed_before(product),
    )
    counted, managed = shelves.counted(product), shelves.managed(product)
    days = {*read.promised, *counted, *managed, *shelves.links.since, *filter(None, read.moves)}
    history = (
        DayOfProduct(
            day,
            read.promised.get(day, ()),
            counted.get(day, {}),
            read.moves.get(day, ()),
            managed.get(day),
            shelves.links.since.get(day),
        )
        for day in sorted(days)
    )
    for change in owed_changes(history, lines={line: each.held for line, each in sold.items()}, standing=standing):
        line = sold[change.line]
        value = change_value(change, unit_price=line.unit_price, currency=line.currency)
        yield FoundChange(product, change, line, value)


def kept_owed(products: Collection[int], *, before: date) -> dict[int, dict[int, Owed]]:
    """Return {product: {line: what it was owed when the day before ended}}, by what is kept. One query."""
    owed: dict[int, dict[int, Owed]] = {}
    kept = OwedChange.objects.filter(product__in=products, day__lt=before).order_by().values("product_id", "line_id")
    still = kept.annotate(units=Sum(F("became") - F("served") - F("canceled")), begun=Max("since")).exclude(Q(units=0))
    for product, line, units, since in still.values_list("product_id", "line_id", "units", "begun"):
        owed.setdefault(product, {})[line] = Owed(units, since)
    return owed


def every_promised_product() -> Sequence[int]:
    """Return the products that were ever promised, in the order of their numbers. One query."""
    return list(Reservation.objects.order_by("product_id").values_list("product_id", flat=True).distinct())
