"""Stock levels added up from the rows in plain Python: what the triggers must have left in the table."""

from collections import defaultdict
from decimal import Decimal

from catalog.models import Product, Reservation, SourceItem, StockLevel, StockSourceLink
from catalog.rules.salable import Level

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
        levels[row.stock_id, row.product_id] = Level(
            level.on_hand, level.reserved - row.quantity, level.sources_in_stock, level.sources_assigned
        )
    return _without_empty(levels)


def kept_levels() -> Levels:
    """Return {(stock, product): level} as the triggers have left it."""
    return _without_empty({(row.stock_id, row.product_id): row.as_level() for row in StockLevel.objects.all()})


def _without_empty(levels: Levels) -> Levels:
    # A level of nothing may stand or be missing: both read as Level().
    return {key: level for key, level in levels.items() if level != Level(Decimal(0), Decimal(0), 0, 0)}
