"""The locks of a change to many products at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from catalog.models import Product, SourceItem, StockItem, StockLevel
from catalog.models.product import ProductType
from catalog.rules.stock_policy import OwnPolicy


@dataclass(frozen=True)
class SelectedProducts:
    """{product id: SKU} of those that hold stock, {product id: own policy} of those that have one, and how many hold none."""

    skus: dict[int, str]
    own: dict[int, OwnPolicy]
    without_stock: int


def lock_selected_products(product_ids: Collection[int]) -> SelectedProducts:
    """Lock the products until the transaction ends and return what is stored of them. Two queries; sales are not held up."""
    rows = list(
        Product.objects.select_for_update(no_key=True)
        .filter(pk__in=product_ids)
        .order_by("pk")
        .values_list("pk", "sku", "product_type")
    )
    skus = {pk: sku for pk, sku, kind in rows if kind != ProductType.CONFIGURABLE}
    items = StockItem.objects.filter(product_id__in=skus)
    return SelectedProducts(skus, {item.product_id: item.own_policy() for item in items}, len(rows) - len(skus))


def lock_items_at(source_id: int, product_ids: Collection[int]) -> set[int]:
    """Lock the products' items at a source and their levels; return the ids of those that have an item there.

    In the order of every other writer: the source (shared: only who links or switches it waits), items, levels. The levels
    at once, as the triggers of an insert and of an update would lock them one lot after the other. Three queries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_source WHERE id = %s FOR SHARE", [source_id])
    items = SourceItem.objects.select_for_update().filter(source_id=source_id, product_id__in=product_ids)
    there = set(items.order_by("product_id").values_list("product_id", flat=True))
    levels = StockLevel.objects.select_for_update(no_key=True).filter(product_id__in=product_ids)
    list(levels.order_by("stock_id", "product_id").values_list("pk"))
    return there
