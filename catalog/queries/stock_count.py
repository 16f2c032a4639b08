"""What is counted at a source: products with the units that lie there."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from catalog.models import Product
from catalog.models.product import ProductType
from catalog.queries.product_search import is_found


def counted_products(source_id: int, *, typed: str = "", is_every: bool = False) -> QuerySet[Product]:
    """Return the products that are assigned to the source, by SKU, each with `on_hand` there; none of their texts.

    `typed` narrows them to those found by it, which takes one query. `is_every`: those that hold stock but are not assigned, too,
    whose `on_hand` is None.
    """
    rows = _at(source_id).exclude(product_type=ProductType.CONFIGURABLE)
    rows = rows if is_every else rows.filter(on_hand__isnull=False)
    return (rows.filter(is_found(typed, in_shop=False)) if typed else rows).order_by("sku", "pk")


def products_counted(source_id: int, product_ids: Collection[int]) -> list[Product]:
    """Return these products as they are now, by SKU, each with `on_hand` at the source; without those that are gone. One query."""
    return list(_at(source_id).filter(pk__in=product_ids).order_by("sku", "pk"))


def _at(source_id: int) -> QuerySet[Any]:
    there = FilteredRelation("source_items", condition=Q(source_items__source=source_id))
    return Product.objects.annotate(item=there, on_hand=F("item__quantity")).only("sku", "name")
