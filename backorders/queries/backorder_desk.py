"""The backorder desk: what is owed, of which products, since when, in all, and what a delivery would serve."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import (
    Count,
    F,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    Window,
)
from django.db.models.functions import Coalesce

from backorders.models import QueuePlace
from backorders.queries.queue import covered_since, owed_places
from backorders.queries.shared_shelves import SharedDelivery
from backorders.rules.order_status import OrderStatus
from backorders.rules.queue import Expected, served_by
from catalog.models import ConfigurationValue, SharingStock, SourceItem, StockLevel, StockSourceLink
from catalog.queries.product_grid import OWED_UNITS
from catalog.rules import product_setting
from catalog.rules.quantity import ZERO


def owed_lines(words: str = "") -> QuerySet[QueuePlace]:
    """Return the lines that owe units of products with all `words` in name or SKU, the oldest order first."""
    return _narrowed(owed_places(), words).order_by("placed_at", "line_id")


def orders_owed_at(source_ids: Collection[int]) -> int:
    """Return how many orders are owed units of products at the sources, in the stocks that draw on them. One query."""
    there = SourceItem.objects.filter(source__in=source_ids).values("product")
    drawing = StockSourceLink.objects.filter(source__in=source_ids).values("stock")
    owed = owed_places().filter(product__in=there, stock__in=drawing)
    return owed.order_by().values("order").distinct().count()


def owed_products(words: str = "") -> QuerySet[Any, Any]:
    """Return one row for each (stock, product) that owes units, the one that waits longest first.

    `units` are owed to `lines` order lines; `oldest` is when the first of them was placed.
    """
    named = ("stock_id", "product_id", "stock__name", "product__name", "product__sku", "on_hand", "is_gone")
    rows: QuerySet[Any, Any] = (
        _narrowed(owed_places(), words)
        .order_by()
        .values(*named)
        .annotate(units=Sum("owed"), lines=Count("line_id"), oldest=Min("placed_at"))
        # What was ordered keeps its name when the product is deleted.
        .annotate(ordered_name=Min("line__name"), ordered_sku=Min("line__sku"))
        .order_by("oldest", "stock_id", "product_id")
    )
    return rows


def became_shippable(words: str = "") -> QuerySet[Any]:
    """Return the lines that were backordered when placed and have more units covered since, the oldest order first.

    Lines of orders on hold are left out: they cannot ship. `is_virtual`: the line is delivered, not shipped.
    """
    rows = _narrowed(covered_since(), words).exclude(order__status=OrderStatus.ON_HOLD.value)
    ready: QuerySet[Any] = rows.annotate(is_virtual=F("line__is_virtual"))
    return ready.order_by("placed_at", "line_id")


def _narrowed(rows: QuerySet[QueuePlace], words: str) -> QuerySet[QueuePlace]:
    for word in words.split():
        ordered = Q(is_gone=True) & (Q(line__sku__icontains=word) | Q(line__name__icontains=word))
        rows = rows.filter(Q(product__sku__icontains=word) | Q(product__name__icontains=word) | ordered)
    return rows


@dataclass(frozen=True)
class DeskPage:
    """The places of page `number` (from 1), and how many lines there are in all with how many units."""

    places: tuple[Any, ...]
    number: int
    lines: int
    units: Decimal


def desk_page(lines: QuerySet[Any], *, units: str, number: int, size: int) -> DeskPage:
    """Return page `number` of `lines`, or the last one when there are fewer; `units` is the column that is summed.

    The window over all open lines is the dear part: it is computed once, and the sums are taken from its rows. What `lines`
    prefetches is looked up for the page alone.
    """
    counted = lines.annotate(all_lines=Window(Count("line_id")), all_units=Window(Sum(units)))
    found = tuple(counted[(number - 1) * size : number * size])
    if found:
        return DeskPage(found, number, found[0].all_lines, found[0].all_units)
    if number == 1:
        return DeskPage((), 1, 0, ZERO)
    last = Paginator(lines, size).num_pages
    return desk_page(lines, units=units, number=min(last, number - 1), size=size)


@dataclass(frozen=True)
class OwedInAll:
    """`units` of `products` in `stocks`, deleted products included."""

    units: Decimal
    products: int
    stocks: int


def owed_in_all() -> OwedInAll:
    """Return the sums. Four queries, whatever is owed.

    A shelf below zero owes nobody more than was promised; stock that is not managed owes nothing; of a deleted product all that
    is left is owed.
    """
    manages = ConfigurationValue.objects.in_force().flag(product_setting.MANAGE_STOCK)
    managed = Coalesce("product__stock_item__manage_stock", Value(manages))
    levels = (
        StockLevel.objects.alias(managed=managed).annotate(owed=OWED_UNITS).filter(managed=True, free__lt=0, owed__gt=0)
    )
    owed = levels.aggregate(units=Sum("owed"), products=Count("product", distinct=True))
    gone = QueuePlace.objects.filter(is_gone=True)
    left = gone.aggregate(units=Sum("owed"), products=Count("product_id", distinct=True))
    stocks = levels.order_by().values_list("stock").union(gone.order_by().values_list("stock"))
    return OwedInAll(
        units=(owed["units"] or ZERO) + (left["units"] or ZERO),
        products=owed["products"] + left["products"],
        stocks=stocks.count(),
    )


@dataclass(frozen=True)
class Waiting:
    """A line that owes units: what is covered and owed now, and what the delivery would cover of it. In units."""

    line_id: int
    order_id: int
    stock_id: int
    number: str
    customer: str
    status: str
    placed_at: datetime
    position: int
    open: Decimal
    covered: Decimal
    owed: Decimal
    served: Decimal
    expected: Expected | None


def stocks_in_queue(level: StockLevel) -> dict[int, str]:
    """Return {stock id: name} of all stocks whose lines stand in one queue with those of `level`, itself included, by name.

    Empty where it shares no source of the product: its lines then stand alone. No query then, else one.
    """
    if not level.shares:
        return {}
    groups = SharingStock.objects.filter(stock=level.stock_id).values("group")
    members = SharingStock.objects.filter(group__in=groups).values("stock")
    sharing = StockLevel.objects.filter(product=level.product_id, shares=True, stock__in=members)
    return dict(sharing.order_by("stock__name", "stock").values_list("stock_id", "stock__name"))


def waiting_lines(
    *, stock_ids: Collection[int], product_id: int, delivered: Decimal, first: int, shared: SharedDelivery | None = None
) -> tuple[Waiting, ...]:
    """Return the `first` lines of the queue that owe units, and what `delivered` units would cover of each. One query.

    `stock_ids` are all the stocks of one queue; `shared` is what the rule says of the delivery where they are several.
    """
    places = QueuePlace.objects.filter(stock_id__in=sorted(stock_ids), product_id=product_id, owed__gt=0)
    return tuple(
        Waiting(
            line_id=place.line_id,
            order_id=place.order_id,
            stock_id=place.stock_id,
            number=place.order.number,
            customer=place.order.customer_name or place.order.email,
            status=place.order.status_label,
            placed_at=place.placed_at,
            position=place.position,
            open=place.open,
            covered=place.covered,
            owed=place.owed,
            served=(
                served_by(delivered, place.as_place(), on_hand=place.on_hand)
                if shared is None
                else shared.served.get(place.line_id, ZERO)
            ),
            expected=place.expected,
        )
        for place in places.select_related("order").order_by("position")[:first]
    )


@dataclass(frozen=True)
class QueueTotals:
    """The units of many lines; covered + owed = open."""

    open: Decimal = ZERO
    covered: Decimal = ZERO
    owed: Decimal = ZERO


def queue_totals(*, stock_id: int, stock_ids: Collection[int], product_id: int) -> tuple[QueueTotals, QueueTotals]:
    """Return what the lines of `stock_id` come to, and those of all `stock_ids`, which stand in one queue. One query."""
    places = QueuePlace.objects.filter(stock_id__in=sorted(stock_ids), product_id=product_id)
    here = Q(stock_id=stock_id)
    names = ("open", "covered", "owed")
    own = {f"own_{name}": Sum(name, filter=here, default=ZERO) for name in names}
    found = places.aggregate(**own, **{f"all_{name}": Sum(name, default=ZERO) for name in names})
    return QueueTotals(*(found[f"own_{name}"] for name in names)), QueueTotals(
        *(found[f"all_{name}"] for name in names)
    )
