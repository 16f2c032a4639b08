"""Sources that other stocks draw on as well: what may be taken from each, whose the rest is, and whom a delivery serves."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection

from backorders.rules.shipment import SharedShelf
from catalog.models import SharingStock, SourceItem, Stock, StockLevel, StockSourceLink
from catalog.queries.shared_sources import promises_of
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level
from catalog.rules.shared_sources import Promise, shared_sources

_COVERED = """
    SELECT shelf.product, walked.stock, sum(walked.covered)
    FROM unnest(%s::bigint[]) AS shelf (product) CROSS JOIN LATERAL catalog_covered_promises(shelf.product, %s) AS walked
    GROUP BY shelf.product, walked.stock
"""


def shared_shelves(stock_id: int, product_ids: Collection[int]) -> dict[int, SharedShelf]:
    """Return {product id: its shelf} for those of the products that `stock_id` shares with other stocks.

    One query where it shares none of them, else five. Who acts on it holds the items' lock first.
    """
    sharing = StockLevel.objects.filter(stock=stock_id, product__in=product_ids, shares=True)
    products = sorted(sharing.values_list("product_id", flat=True)) if product_ids else []
    if not products:
        return {}
    group_id = SharingStock.objects.values_list("group_id", flat=True).get(stock=stock_id)
    drawn_on: defaultdict[int, set[int]] = defaultdict(set)
    members = SharingStock.objects.filter(group=group_id).values("stock")
    for stock, source in StockSourceLink.objects.filter(stock__in=members).values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    counted: dict[int, dict[int, Decimal]] = {product: {} for product in products}
    items = SourceItem.objects.filter(
        product__in=products, source__in=set().union(*drawn_on.values()), is_in_stock=True, source__is_enabled=True
    )
    for product, source, units in items.values_list("product_id", "source_id", "quantity"):
        counted[product][source] = units
    covered: dict[int, dict[int, Decimal]] = {product: {} for product in products}
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, [products, group_id])
        for product, stock, units in cursor.fetchall():
            covered[product][stock] = units
    return {product: SharedShelf(stock_id, counted[product], drawn_on, covered[product]) for product in products}


def others_at(shelf: SharedShelf, source_id: int) -> tuple[str, ...]:
    """Return the names of the other stocks that have promised units which may lie at the source. One query."""
    stocks = Stock.objects.filter(pk__in=shelf.others_at(source_id)).order_by("name", "pk")
    return tuple(stocks.values_list("name", flat=True))


@dataclass(frozen=True)
class SharedDelivery:
    """Whom a delivery to one source would serve: `served` {line id: owed units that it covers}.

    They are `in_all` so many, and `here` those of the stock that was asked for.
    """

    served: Mapping[int, Decimal]
    in_all: Decimal
    here: Decimal


def shared_delivery(*, stock_id: int, product_id: int, source_id: int, delivered: Decimal) -> SharedDelivery | None:
    """Return whom `delivered` units at the source would serve, in all stocks that share sources of the product with this one.

    None where none do: then the stock's own queue says it. Seven queries.
    """
    shelf = shared_shelves(stock_id, [product_id]).get(product_id)
    if shelf is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, stock, units FROM catalog_waiting_promises(%s)", [product_id])
        promises = [Promise(*row) for row in cursor.fetchall() if row[1] in shelf.drawn_on]
    counted = dict(shelf.counted)
    before = shared_sources(counted, shelf.drawn_on, promises)
    # Units at a source item that does not count serve nobody; a product that is not assigned there yet is assigned In Stock.
    out_of_stock = SourceItem.objects.filter(product=product_id, source=source_id, is_in_stock=False)
    if not out_of_stock.exists():
        counted[source_id] = counted.get(source_id, ZERO) + delivered
    after = shared_sources(counted, shelf.drawn_on, promises)
    served = {promise.line: before.owed[promise.line] - after.owed[promise.line] for promise in promises}
    here = sum((served[promise.line] for promise in promises if promise.stock == stock_id), ZERO)
    return SharedDelivery(served, sum(served.values(), ZERO), here)


def shared_after(
    stock_id: int,
    levels: Mapping[int, Level],
    counted: Mapping[int, Mapping[int, Decimal]],
    withdrawn: Mapping[int, Decimal],
) -> dict[int, Level]:
    """Return the `levels` {product id: level} of a stock with what will be elsewhere, by the rule.

    `levels` are those that it will have, summed as if it were alone; `counted` {product id: {source: units}} will lie there,
    `withdrawn` {line id: units} what open lines will hold no more. One query where the stock shares no source, else four.
    """
    group = SharingStock.objects.filter(stock=stock_id).values("group_id")
    members = list(SharingStock.objects.filter(group__in=group).values_list("stock_id", flat=True)) if levels else []
    if not members:
        return dict(levels)
    drawn_on: defaultdict[int, set[int]] = defaultdict(set)
    for stock, source in StockSourceLink.objects.filter(stock__in=members).values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    reserved: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    held = StockLevel.objects.filter(product__in=levels, stock__in=members)
    for product, stock, units in held.values_list("product_id", "stock_id", "reserved"):
        reserved[product][stock] = units
    waiting = _waiting(list(levels), withdrawn)
    after = {}
    for product, level in levels.items():
        promised = {
            stock: max(units, ZERO) for stock, units in (reserved[product] | {stock_id: level.reserved}).items()
        }
        sharing = shared_sources(counted[product], drawn_on, promises_of(waiting[product], promised))
        elsewhere = level.on_hand - promised[stock_id] - sharing.free[stock_id]
        after[product] = replace(level, elsewhere=elsewhere)
    return after


_WAITING = """
    SELECT shelf.product, waiting.line, waiting.stock, waiting.units
    FROM unnest(%s::bigint[]) AS shelf (product)
    CROSS JOIN LATERAL catalog_waiting_promises(shelf.product) WITH ORDINALITY AS waiting (line, stock, units, place)
    ORDER BY shelf.product, waiting.place
"""


def _waiting(products: list[int], withdrawn: Mapping[int, Decimal]) -> Mapping[int, list[Promise]]:
    """Return the promises of each product in queue order, as they will be when lines hold so many units less."""
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [products])
        for product, line, stock, units in cursor.fetchall():
            found[product].append(Promise(line, stock, units - withdrawn.get(line, ZERO)))
    return found
