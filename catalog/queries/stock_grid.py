"""What the products grid shows of stock: three queries, however many products are on the page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from catalog.models import Product, SourceItem
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.prepared import Compiled
from catalog.queries.salable import SalableInStock, salable_by_stock
from catalog.rules.in_force import ConfiguredPolicy


@dataclass(frozen=True)
class QuantityAtSource:
    """Units of one product at one source; `source_is_enabled` says whether they count at all."""

    source_code: str
    source_name: str
    source_is_enabled: bool
    quantity: Decimal


@dataclass(frozen=True)
class StockOfProduct:
    """Quantities per source, by name, and salable quantities per stock. Both empty for a configurable product."""

    at_sources: tuple[QuantityAtSource, ...]
    in_stocks: tuple[SalableInStock, ...]

    @property
    def is_managed(self) -> bool:
        """Whether its units are counted; one that no stock sells is taken for counted."""
        return all(row.policy.manage_stock for row in self.in_stocks)

    @property
    def at_default_source(self) -> Decimal | None:
        """The one quantity of single-source mode; None when nothing is assigned."""
        return next((row.quantity for row in self.at_sources if row.source_code == DEFAULT_SOURCE_CODE), None)


def websites_of(products: Iterable[Product]) -> dict[int, list[str]]:
    """Return {product id: the names of the websites that list it} for a page of products. One query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    ids = [product.pk for product in products]
    for pk, name in _listing_websites(ids) if ids else ():
        found[pk].append(name)
    return found


@Compiled
def _listing_websites(ids: Sequence[int]) -> QuerySet[Any, Any]:
    links = Product.websites.through.objects.filter(product_id__in=ids)
    return links.order_by("website__name", "pk").values_list("product_id", "website__name")


@Compiled
def _at_sources(ids: Sequence[int]) -> QuerySet[Any, Any]:
    rows = SourceItem.objects.filter(product_id__in=ids).order_by("source__name", "source_id")
    return rows.values_list("product_id", "source__code", "source__name", "source__is_enabled", "quantity")


def stock_grid(products: Iterable[Product], *, configured: ConfiguredPolicy) -> dict[int, StockOfProduct]:
    """Return {product id: its stock} for a page of products."""
    holding = [product for product in products if product.holds_stock]
    at_sources: defaultdict[int, list[QuantityAtSource]] = defaultdict(list)
    ids = [product.pk for product in holding]
    for pk, code, name, is_enabled, quantity in _at_sources(ids) if ids else ():
        at_sources[pk].append(QuantityAtSource(code, name, is_enabled, quantity))
    in_stocks = salable_by_stock(holding, configured=configured)
    return {product.pk: StockOfProduct(tuple(at_sources[product.pk]), in_stocks[product.pk]) for product in holding}
