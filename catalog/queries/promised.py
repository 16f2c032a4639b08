"""Which products owe units, and how many are promised: asked after a count, for what it changed."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from catalog.models import ConfigurationValue, Stock, StockLevel
from catalog.models.fields import QuantityField
from catalog.rules import product_setting
from catalog.rules.quantity import ZERO
from catalog.words.promised import Promised


def promised_products(product_ids: Collection[int]) -> dict[int, tuple[Promised, ...]]:
    """Return {product id: what it owes, the Default Stock first} for those of the products that owe units. Two queries."""
    found: dict[int, tuple[Promised, ...]] = {}
    for level in _owing(Q(product_id__in=list(product_ids))) if product_ids else ():
        found[level.product_id] = (*found.get(level.product_id, ()), _promised(level))
    return found


def promised_at_sources(source_ids: Collection[int], *, product_id: int | None = None) -> tuple[Promised, ...]:
    """Return what products at these sources (or this one alone) owe in the stocks that draw on them. Two queries."""
    there = Q(product__source_items__source__in=list(source_ids), stock__links__source__in=list(source_ids))
    asked = there if product_id is None else there & Q(product=product_id)
    return tuple(_promised(level) for level in _owing(asked))


def promised_in_stock(stock: Stock, *, source_ids: Collection[int]) -> tuple[Promised, ...]:
    """Return what products at these sources owe in `stock`, whether it draws on them or not. Two queries."""
    return tuple(map(_promised, _owing(Q(stock=stock, product__source_items__source__in=list(source_ids)))))


def _owing(asked: Q) -> QuerySet[StockLevel]:
    """Return the levels that owe units by `rules.salable.Level.owed`; products whose stock is not managed owe nobody."""
    managed = ConfigurationValue.objects.in_force().flag(product_setting.MANAGE_STOCK)
    elsewhere = StockLevel.objects.filter(product=OuterRef("product_id"), sources_assigned__gt=0)
    below_zero = Greatest(-F("on_hand"), Value(ZERO), output_field=QuantityField())
    return (
        StockLevel.objects.filter(asked, free__lt=-below_zero)
        .annotate(
            is_managed=Coalesce("product__stock_item__manage_stock", Value(managed)),
            is_elsewhere=Exists(elsewhere.exclude(stock=OuterRef("stock_id"))),
        )
        .filter(is_managed=True)
        .select_related("stock", "product")
        .order_by("product__sku", "-stock__is_default", "stock__name", "stock_id")
        .distinct()
    )


def _promised(level: StockLevel) -> Promised:
    in_stock = level.stock.name if getattr(level, "is_elsewhere", False) else ""
    return Promised(level.product.sku, in_stock, level.reserved, level.as_level().owed)
