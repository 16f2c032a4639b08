"""The locks of who deletes products: of everybody who sells, ships, counts or edits them."""

from collections.abc import Collection

from catalog.models import Product, StockLevel
from catalog.queries.locked_items import locked_items


def lock_deleted_products(product_ids: Collection[int]) -> tuple[str, ...]:
    """Lock the products, their source items and their levels, in the order of everybody; return the products' names."""
    rows = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=product_ids).order_by("pk")
    names = tuple(rows.values_list("name", flat=True))
    locked_items(product_ids)
    levels = StockLevel.objects.select_for_update(no_key=True, of=("self",)).filter(product_id__in=product_ids)
    list(levels.order_by("stock_id", "product_id").values_list("pk"))
    return names
