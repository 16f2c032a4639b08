"""Whose promised day has become later than he was told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime

from backorders.models import MovedDay, Notification, Order, OrderLine, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.queue import day_of_place
from backorders.rules.moved_day import Told, is_told, told_of_all
from backorders.rules.order_status import OPEN, OrderStatus
from catalog.models import ConfigurationValue, StockLevel, Website
from catalog.queries.promised_day import outlooks
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.in_force import Configuration
from catalog.rules.promised_day import NOTHING_KNOWN
from catalog.rules.waiting_settings import DAY_MOVED_BY

AT_ONCE = 2_000


@dataclass(frozen=True)
class Moved:
    """A line whose customer was told that its units come on `was` (None: in stock); they come on `day` (None: nobody knows)."""

    line: OrderLine
    was: date | None
    day: date | None


def moved_days(
    *, today: date, order: Order | None = None, product_ids: Collection[int] | QuerySet[Any, Any] | None = None
) -> tuple[Moved, ...]:
    """Return the lines whose customers are to be told, of `order`, of the products, or all, in the order of their orders.

    Of orders that were confirmed and are not on hold. Six queries for every 2,000 lines, and one for each website.
    """
    rows = _waiting().filter(**({} if order is None else {"order": order}))
    if product_ids is not None:
        rows = rows.filter(product__in=product_ids)
    found = [each for some in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE) for each in _moved(some, today)]
    return tuple(sorted(found, key=lambda each: (each.line.order_id, each.line.pk)))


def _waiting() -> QuerySet[OrderLine]:
    """Return the open lines of products that owe units, products together: a queue is read once."""
    confirmed = Notification.objects.filter(order=OuterRef("order"), key__startswith="order_confirmation:")
    owing = StockLevel.objects.filter(stock=OuterRef("order__stock"), product=OuterRef("product"), free__lt=0)
    waiting = OPEN - {OrderStatus.ON_HOLD}
    return (
        OrderLine.objects.filter(
            HAS_OPEN,
            Exists(owing),
            Exists(confirmed),
            is_reserved=True,
            order__status__in=sorted(status.value for status in waiting),
        )
        .select_related("order__website")
        .prefetch_related("moved_days")
        .order_by("product_id", "pk")
    )


def last_told(line: OrderLine) -> Told | None:
    """Return what the customer was told last of the line; None: that nobody knows the day. Reads `order` and `moved_days`."""
    rows: Any = line
    since = [each for each in rows.moved_days.all() if each.promised_on == line.promised_on]
    if since:
        return None if since[-1].day is None else Told(since[-1].day)
    if not line.owed_when_placed:
        return Told(localtime(line.order.placed_at).date(), is_in_stock=True)
    return None if line.promised_on is None else Told(line.promised_on)


def _moved(lines: Collection[OrderLine], today: date) -> list[Moved]:
    pairs = {(line.order.stock_id, line.product_id or 0) for line in lines}
    places = QueuePlace.objects.filter(
        stock_id__in=sorted({stock for stock, _ in pairs}),
        product_id__in=sorted({product for _, product in pairs}),
        line_id__in=[line.pk for line in lines],
        owed__gt=0,
    ).in_bulk()
    owing = [line for line in lines if line.pk in places]
    comes = outlooks(pairs) if owing else {}
    together = _told_of_whole_orders(line.order_id for line in owing if _ships_together(line))
    configured: dict[int, Configuration] = {}
    found = []
    for line in owing:
        outlook = comes.get((line.order.stock_id, line.product_id or 0), NOTHING_KNOWN)
        was = together[line.order_id] if _ships_together(line) else last_told(line)
        day = day_of_place(places[line.pk], outlook, today=today)
        configuration = _of(line.order.website, configured)
        # Where neither number nor word is told, no day was.
        was_told = line.was_notified or configuration.flag(DISPLAY_STOCK_STATUS)
        late = min(((today - each.day).days for each in outlook.arrivals if each.day < today), default=None)
        more_than = configuration.number(DAY_MOVED_BY)
        if was is not None and was_told and is_told(was, day, more_than=more_than, days_late=late):
            found.append(Moved(line, was.said, day))
    return found


def _ships_together(line: OrderLine) -> bool:
    return line.order.ships_complete and not line.is_virtual


def _told_of_whole_orders(order_ids: Iterable[int]) -> Mapping[int, Told | None]:
    """Return {order id: what was told of all of it} of orders that ship complete. Two queries, none for no order."""
    told: defaultdict[int, list[Told | None]] = defaultdict(list)
    asked = sorted(set(order_ids))
    lines = (
        OrderLine.objects.filter(HAS_OPEN, order__in=asked, is_virtual=False)
        .select_related("order")
        .prefetch_related("moved_days")
    )
    for line in lines if asked else ():
        told[line.order_id].append(last_told(line))
    return {order: told_of_all(every) for order, every in told.items()}


def _of(website: Website, configured: dict[int, Configuration]) -> Configuration:
    if website.pk not in configured:
        configured[website.pk] = ConfigurationValue.objects.in_force(website=website)
    return configured[website.pk]


def last_moved(order: Order, line_id: int) -> MovedDay | None:
    """Return of which day the shopper of a line was told last, while something of it is waited for; else None. One query."""
    told = MovedDay.objects.filter(line=line_id, line__order=order, line__in=OrderLine.objects.filter(HAS_OPEN))
    return told.select_related("line").order_by("pk").last()
