"""What a low product has now, where, and what of it is promised and owed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from backorders.models import QueuePlace
from catalog.models import SourceItem, StockLevel
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class StockFacts:
    """A product in one stock, in units: on the shelves, promised to open orders, free, and owed to them."""

    stock: str
    on_hand: Decimal
    promised: Decimal
    owed: Decimal

    @property
    def free(self) -> Decimal:
        """What could be promised from the shelves; below zero when units are owed."""
        return self.on_hand - self.promised


@dataclass(frozen=True)
class SourceFacts:
    """A product at one source, in units."""

    source: str
    on_hand: Decimal


@dataclass(frozen=True)
class ProductFacts:
    """A product, by stock and by enabled source."""

    stocks: tuple[StockFacts, ...]
    sources: tuple[SourceFacts, ...]


def low_stock_facts(products: Collection[int]) -> dict[int, ProductFacts]:
    """Return {product id: its facts} in three queries, however many products."""
    owed = {
        (stock, product): total
        for stock, product, total in QueuePlace.objects.filter(product_id__in=products)
        .order_by()
        .values_list("stock_id", "product_id")
        .annotate(total=Sum("owed"))
    }
    stocks: defaultdict[int, list[StockFacts]] = defaultdict(list)
    levels = StockLevel.objects.filter(product_id__in=products, sources_assigned__gt=0)
    for level in levels.select_related("stock").order_by("stock_id"):
        facts = StockFacts(
            level.stock.name, level.on_hand, level.reserved, owed.get((level.stock_id, level.product_id), ZERO)
        )
        stocks[level.product_id].append(facts)
    sources: defaultdict[int, list[SourceFacts]] = defaultdict(list)
    items = SourceItem.objects.filter(product_id__in=products, source__is_enabled=True)
    for item in items.select_related("source").order_by("source__name", "source_id"):
        sources[item.product_id].append(SourceFacts(item.source.name, item.quantity))
    return {product: ProductFacts(tuple(stocks[product]), tuple(sources[product])) for product in products}
