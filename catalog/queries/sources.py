"""Which sources there are, which can ship, and what hangs on them: asked before they are switched, and after."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from catalog.models import ConfigurationValue, IncomingSupply, Source, SourceItem, Stock
from catalog.queries.effect import StockTotals, stock_totals
from catalog.queries.promised import promised_at_sources
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Candidate


def source_candidates(stock: Stock, product_ids: Iterable[int]) -> tuple[Candidate, ...]:
    """Return the In Stock items of the products at enabled sources of `stock`, by the priority of the link. One query."""
    items = (
        SourceItem.objects.filter(
            product_id__in=list(product_ids), is_in_stock=True, source__is_enabled=True, source__links__stock=stock
        )
        .order_by("source__links__priority", "source__links__pk", "product_id")
        .values_list("source_id", "product_id", "quantity")
    )
    return tuple(Candidate(*item) for item in items)


def linked_sources(stock: Stock) -> tuple[Source, ...]:
    """Return the enabled sources of `stock`, by the priority of the link. One query."""
    linked = Source.objects.filter(links__stock=stock, is_enabled=True)
    return tuple(linked.order_by("links__priority", "links__pk"))


def is_single_source_mode() -> bool:
    """Return whether fewer than two sources are enabled in the whole installation."""
    return len(Source.objects.filter(is_enabled=True).values_list("pk")[:2]) < 2  # noqa: PLR2004  "two or more" is the rule


@dataclass(frozen=True)
class UnitsAtSource:
    """How many units of how many products lie In Stock at a source, whether it is enabled or not."""

    name: str
    code: str
    units: Decimal
    products: int


@dataclass(frozen=True)
class SourcesStanding:
    """What the stocks that draw on some sources can sell, by name, and the units that they owe of what lies there."""

    stocks: dict[str, StockTotals]
    owed: Decimal


def units_at(source_ids: Collection[int]) -> tuple[UnitsAtSource, ...]:
    """Return what lies at each of the sources, by name. One query."""
    counts = Q(items__is_in_stock=True)
    rows = (
        Source.objects.filter(pk__in=source_ids)
        .annotate(units=Sum("items__quantity", filter=counts, default=ZERO), products=Count("items", filter=counts))
        .order_by("name", "pk")
    )
    return tuple(UnitsAtSource(*row) for row in rows.values_list("name", "code", "units", "products"))


def sources_standing(source_ids: Collection[int]) -> SourcesStanding:
    """Return where the stocks stand that draw on the sources. Four queries, and one for each of the stocks."""
    stocks = Stock.objects.filter(links__source__in=source_ids).distinct().order_by("-is_default", "name", "pk")
    configured = ConfigurationValue.objects.in_force().configured_policy()
    totals = {stock.name: stock_totals(stock, configured) for stock in stocks}
    return SourcesStanding(totals, owed=sum((each.owed for each in promised_at_sources(source_ids)), ZERO))


def products_at(source_ids: Collection[int]) -> QuerySet[Any, Any]:
    """Return the ids of the products that lie at the sources, or are expected there, as a query to filter by."""
    lying = SourceItem.objects.filter(source__in=source_ids).order_by().values("product")
    expected = IncomingSupply.objects.filter(source__in=source_ids, is_closed=False).order_by().values("product")
    return lying.union(expected)
