"""Orders of which something can leave now, with nothing to be asked, and the parcels that are proposed for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Window

from backorders.models import Order, OrderLine, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.leaving_orders import leaving_orders, managed, manages
from backorders.queries.order_search import is_order
from backorders.queries.shared_shelves import shared_shelves
from backorders.rules.ready_to_ship import ProposedParcel, leaves_now, leaving, proposed_parcels
from backorders.rules.shipment import Share, Wanted, shipment_plan
from catalog.models import Source, StockLevel, StockSourceLink
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Candidate


@dataclass(frozen=True)
class ReadyLine:
    """A line of goods with units left to ship, and how many of them leave now. In units."""

    pk: int
    sku: str
    name: str
    leaves: Decimal
    open: Decimal


@dataclass(frozen=True)
class ReadyOrder:
    """An order with its open `lines`, and the parcels that are proposed for it."""

    order: Order
    lines: tuple[ReadyLine, ...]
    parcels: tuple[ProposedParcel, ...]

    @property
    def leaves(self) -> Decimal:
        """Units of all parcels."""
        return sum((parcel.total for parcel in self.parcels), ZERO)

    @property
    def open(self) -> Decimal:
        """Units of goods that have not left yet."""
        return sum((line.open for line in self.lines), ZERO)


@dataclass(frozen=True)
class ReadyPage:
    """The orders of page `number` (from 1), and how many there are in all."""

    orders: tuple[Order, ...]
    number: int
    count: int


# What `LineProgress.paid_and_here` says, of a line with units left: some of them are paid for, all of them are.
_PARTLY_PAID = Q(unit_price=0) | Q(invoiced__gt=F("released") + F("shipped"))
_WHOLLY_PAID = Q(unit_price=0) | Q(invoiced__gte=F("ordered") - F("canceled"))


def ready_orders(words: str = "") -> QuerySet[Order]:
    """Return the orders that `leaves_now` lets go, the oldest first. Two queries, whatever the book holds; one more for `words`.

    `words` find an order as on Sales > Orders.
    """
    found = Order.objects.filter(leaving_orders(_PARTLY_PAID, _WHOLLY_PAID))
    return (found.filter(is_order(words)) if words.strip() else found).order_by("placed_at", "pk")


def _open_goods() -> QuerySet[Any]:
    """Return the lines of goods with units left, each with whether its stock `is_managed` now; asks for the configuration."""
    goods: QuerySet[Any] = OrderLine.objects.filter(HAS_OPEN, is_virtual=False).annotate(
        is_managed=managed(configured=manages())
    )
    return goods


def ready_page(ready: QuerySet[Order], *, number: int, size: int) -> ReadyPage:
    """Return page `number` of the `ready` orders, or the last one when there are fewer. Two queries, three beyond the last."""
    rows = ready.annotate(all_orders=Window(Count("pk"))).values_list("pk", "all_orders")
    found = list(rows[(number - 1) * size : number * size])
    if not found and number > 1:
        number = Paginator(ready, size).num_pages
        found = list(rows[(number - 1) * size : number * size])
    orders = Order.objects.select_related("website", "stock").in_bulk([pk for pk, _ in found])
    return ReadyPage(tuple(orders[pk] for pk, _ in found if pk in orders), number, found[0][1] if found else 0)


def proposals(orders: Sequence[Order]) -> tuple[tuple[ReadyOrder, ...], Mapping[int, str]]:
    """Return the orders with the parcels proposed for them, and the names of sources. No unit is proposed to two of them.

    A constant number of queries, and six for each stock that shares sources.
    """
    if not orders:
        return (), {}
    goods = _open_goods().filter(order__in=orders).select_related("product").defer("product__description")
    lines = list(goods.order_by("pk"))
    leaves = _leaving(orders, lines)
    stocks = {order.pk: order.stock_id for order in orders}
    links = StockSourceLink.objects.filter(stock__in=set(stocks.values()), source__is_enabled=True)
    firsts: dict[int, int] = {}
    names: dict[int, str] = {}
    for stock, source, name in links.order_by("stock", "priority", "pk").values_list("stock", "source", "source__name"):
        firsts.setdefault(stock, source)
        names[source] = name
    shares = _shares(orders, lines, leaves, stocks)
    of_order: defaultdict[int, list[Any]] = defaultdict(list)
    for line in lines:
        of_order[line.order_id].append(line)
    if len(firsts) < len(set(stocks.values())):
        default = Source.objects.get(code=DEFAULT_SOURCE_CODE)
        names.setdefault(default.pk, default.name)
        firsts = {**dict.fromkeys(stocks.values(), default.pk), **firsts}
    found = []
    for order in orders:
        mine = of_order[order.pk]
        uncounted = {line.pk: leaves[line.pk] for line in mine if not line.is_managed}
        parcels = proposed_parcels(
            (share for line in mine for share in shares.get(line.pk, ())), uncounted, otherwise=firsts[order.stock_id]
        )
        rows = _lines(mine, parcels)
        if not leaves_now(((row.leaves, row.open) for row in rows), ships_complete=order.ships_complete):
            # Other orders, or the shelves of its sources, leave it too little to ship complete.
            parcels, rows = (), _lines(mine, ())
        found.append(ReadyOrder(order, rows, parcels))
    return tuple(found), names


def _lines(lines: Sequence[OrderLine], parcels: Sequence[ProposedParcel]) -> tuple[ReadyLine, ...]:
    sent: defaultdict[int, Decimal] = defaultdict(Decimal)
    for parcel in parcels:
        for line, units in parcel.units:
            sent[line] += units
    return tuple(ReadyLine(line.pk, (line.product or line).sku, line.name, sent[line.pk], line.open) for line in lines)


def _leaving(orders: Sequence[Order], lines: Sequence[OrderLine]) -> dict[int, Decimal]:
    """Return {line id: units that leave now}. One query: stocks and products are named, so that no other queue is computed."""
    products = {line.product_id for line in lines if line.product_id is not None}
    places = QueuePlace.objects.filter(
        stock_id__in=sorted({order.stock_id for order in orders}),
        product_id__in=sorted(products),
        line_id__in=[line.pk for line in lines],
    )
    covered = dict(places.order_by().values_list("line_id", "covered"))
    leaves = {
        line.pk: ZERO
        if line.is_gone
        else leaving(line.progress(), covered=covered.get(line.pk, line.open), costs=bool(line.unit_price))
        for line in lines
    }
    complete = {order.pk for order in orders if order.ships_complete}
    stays = complete & {line.order_id for line in lines if leaves[line.pk] < line.open}
    return {line.pk: ZERO if line.order_id in stays else leaves[line.pk] for line in lines}


def _shares(
    orders: Sequence[Order], lines: Sequence[Any], leaves: Mapping[int, Decimal], stocks: Mapping[int, int]
) -> Mapping[int, Sequence[Share]]:
    """Return {line id: what each source would give}, by priority; the first of the `orders` takes first."""
    turn = {order.pk: place for place, order in enumerate(orders)}
    wanted: defaultdict[tuple[int, int], list[Wanted]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (turn[line.order_id], line.pk)):
        if line.is_managed and line.product_id is not None and leaves[line.pk] > 0:
            asked = Wanted(line.pk, line.product_id, leaves[line.pk], line.is_reserved)
            wanted[stocks[line.order_id], line.product_id].append(asked)
    products = {product for _, product in wanted}
    on_shelves: defaultdict[tuple[int, int], list[Candidate]] = defaultdict(list)
    items = StockSourceLink.objects.filter(
        stock__in={stock for stock, _ in wanted},
        source__is_enabled=True,
        source__items__product__in=products,
        source__items__is_in_stock=True,
    ).order_by("stock", "priority", "pk", "source__items__product")
    columns = ("stock_id", "source_id", "source__items__product_id", "source__items__quantity")
    for stock, source, product, units in items.values_list(*columns):
        on_shelves[stock, product].append(Candidate(source, product, units))
    sharing = StockLevel.objects.filter(stock__in={stock for stock, _ in wanted}, product__in=products, shares=True)
    shelves = {
        stock: shared_shelves(stock, products) for stock in sharing.values_list("stock_id", flat=True).distinct()
    }
    found: defaultdict[int, list[Share]] = defaultdict(list)
    for (stock, product), asked_for in wanted.items():
        for share in shipment_plan(asked_for, on_shelves[stock, product], shelves.get(stock, {})):
            found[share.line_id].append(share)
    return found
