"""Which sources there are, and which can ship.

The source items that may give units for a stock, first choice first.
The sources that a stock draws from.
Single-source or multi-source mode: how the product screens show quantities.
"""

from collections.abc import Iterable

from catalog.models import Source, SourceItem, Stock
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
