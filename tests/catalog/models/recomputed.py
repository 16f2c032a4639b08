"""Stock levels added up from the rows in plain Python: what the triggers must have left in the table."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from catalog.models import Product, Reservation, SourceItem, Stock, StockLevel, StockSourceLink
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level
from catalog.rules.shared_sources import Promise, shared_sources

type Levels = dict[tuple[int, int], Level]


def recomputed_levels() -> Levels:
    """Return {(stock, product): level} from links, source items, sources and reservations."""
    items = defaultdict(list)
    for item in SourceItem.objects.select_related("source"):
        items[item.source_id].append(item)
    levels: defaultdict[tuple[int, int], Level] = defaultdict(Level)
    for link in StockSourceLink.objects.all():
        for item in items[link.source_id]:
            counts = item.is_in_stock and item.source.is_enabled
            level = levels[link.stock_id, item.product_id]
            levels[link.stock_id, item.product_id] = Level(
                level.on_hand + (item.quantity if counts else 0),
                level.reserved,
                level.sources_in_stock + int(counts),
                level.sources_assigned + 1,
            )
    for row in Reservation.objects.filter(product__in=Product.objects.all()):
        level = levels[row.stock_id, row.product_id]
        levels[row.stock_id, row.product_id] = replace(level, reserved=level.reserved - row.quantity)
    for product in {product for _, product in levels}:
        for stock, units in _elsewhere(product, levels).items():
            levels[stock, product] = replace(levels[stock, product], elsewhere=units)
    return _without_empty(levels)


def _elsewhere(product: int, levels: Levels) -> dict[int, Decimal]:
    """Return {stock: what others have of its shelf}, by the rule: without a queue the lowest stock comes first."""
    items = SourceItem.objects.filter(product=product, is_in_stock=True, source__is_enabled=True)
    counted = dict(items.values_list("source_id", "quantity"))
    drawn_on: dict[int, set[int]] = {stock: set() for stock in Stock.objects.values_list("pk", flat=True)}
    for stock, source in StockSourceLink.objects.values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    # Where more was given back than promised, the rest is free and belongs to no promise.
    reserved = {stock: max(level.reserved, ZERO) for (stock, of), level in levels.items() if of == product}
    sharing = shared_sources(counted, drawn_on, [Promise(stock, stock, reserved[stock]) for stock in sorted(reserved)])
    return {stock: levels[stock, product].on_hand - units - sharing.free[stock] for stock, units in reserved.items()}


def kept_levels() -> Levels:
    """Return {(stock, product): level} as the triggers have left it."""
    return _without_empty({(row.stock_id, row.product_id): row.as_level() for row in StockLevel.objects.all()})


def _without_empty(levels: Levels) -> Levels:
    # A level of nothing may stand or be missing: both read as Level().
    return {key: level for key, level in levels.items() if level != Level(Decimal(0), Decimal(0), 0, 0)}
