"""What lies at the source of a delivery."""

from collections.abc import Collection

from catalog.models import SourceItem


def items_at(source_id: int, product_ids: Collection[int]) -> dict[int, SourceItem]:
    """Return {product: its item at the source}; products that are not assigned to it are left out. One query."""
    items = SourceItem.objects.filter(source=source_id, product__in=product_ids)
    return {item.product_id: item for item in items}
