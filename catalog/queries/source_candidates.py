"""The source items that may give units for a stock, first choice first."""

from collections.abc import Iterable

from catalog.models import SourceItem, Stock
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
