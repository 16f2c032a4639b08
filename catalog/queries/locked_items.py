"""The lock of everybody who moves units of several products: source items in (product, source) order."""

from collections.abc import Iterable

from catalog.models import SourceItem


def locked_items(product_ids: Iterable[int]) -> dict[tuple[int, int], SourceItem]:
    """Lock all source items of the products and return them by (source id, product id), as they are under the lock."""
    items = SourceItem.objects.select_for_update(of=("self",)).filter(product_id__in=list(product_ids))
    return {(item.source_id, item.product_id): item for item in items.order_by("product_id", "source_id")}
