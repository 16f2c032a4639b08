"""Where stored levels differ from the rows that they sum, and SKUs that differ in case alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db import connection

from catalog.models import Product
from catalog.models.fields import SkuKey


class LevelColumn(StrEnum):
    """What a stock level sums, and from what."""

    ON_HAND = "on hand"
    SOURCES_IN_STOCK = "sources in stock"
    SOURCES_ASSIGNED = "sources assigned"
    RESERVED = "reserved"

    @property
    def cause(self) -> str:
        """The rows that it differs from."""
        return "the ledger" if self is LevelColumn.RESERVED else "the source items"


@dataclass(frozen=True)
class LevelDifference:
    """One number of one stock level: `expected` from the rows, `found` in the level."""

    stock_id: int
    stock: str
    product_id: int
    sku: str
    column: LevelColumn
    expected: Decimal
    found: Decimal


# What the ledger holds for a product that is gone has no level any more, and needs none.
_DIFFERENCES = """
    WITH items AS (
        SELECT link.stock_id, item.product_id,
               coalesce(sum(item.quantity) FILTER (WHERE item.is_in_stock AND source.is_enabled), 0) AS on_hand,
               count(*) FILTER (WHERE item.is_in_stock AND source.is_enabled) AS in_stock,
               count(*) AS assigned
        FROM catalog_stocksourcelink AS link
        JOIN catalog_source AS source ON source.id = link.source_id
        JOIN catalog_sourceitem AS item ON item.source_id = source.id
        WHERE %(product)s::bigint IS NULL OR item.product_id = %(product)s
        GROUP BY link.stock_id, item.product_id
    ), ledger AS (
        SELECT stock_id, product_id, -sum(quantity) AS reserved
        FROM catalog_reservation
        WHERE %(product)s::bigint IS NULL OR product_id = %(product)s
        GROUP BY stock_id, product_id
    ), level AS (
        SELECT * FROM catalog_stocklevel WHERE %(product)s::bigint IS NULL OR product_id = %(product)s
    ), compared AS (
        SELECT stock_id, product_id,
               coalesce(items.on_hand, 0) AS on_hand, coalesce(level.on_hand, 0) AS kept_on_hand,
               coalesce(items.in_stock, 0) AS in_stock, coalesce(level.sources_in_stock, 0) AS kept_in_stock,
               coalesce(items.assigned, 0) AS assigned, coalesce(level.sources_assigned, 0) AS kept_assigned,
               coalesce(ledger.reserved, 0) AS reserved, coalesce(level.reserved, 0) AS kept_reserved
        FROM level
        FULL JOIN items USING (stock_id, product_id)
        FULL JOIN ledger USING (stock_id, product_id)
    )
    SELECT stock.id, stock.name, product.id, product.sku,
           on_hand, kept_on_hand, in_stock, kept_in_stock, assigned, kept_assigned, reserved, kept_reserved
    FROM compared
    JOIN catalog_stock AS stock ON stock.id = compared.stock_id
    JOIN catalog_product AS product ON product.id = compared.product_id
    WHERE (on_hand, in_stock, assigned, reserved) <> (kept_on_hand, kept_in_stock, kept_assigned, kept_reserved)
    ORDER BY stock.id, product.id
"""


def inventory_differences(*, product_id: int | None = None) -> tuple[LevelDifference, ...]:
    """Return what differs, in (stock, product) order; of one product when `product_id` is given. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, {"product": product_id})
        return tuple(difference for row in cursor.fetchall() for difference in _differences(*row))


def _differences(stock_id: int, stock: str, product_id: int, sku: str, *numbers: Decimal) -> Iterator[LevelDifference]:
    for column, expected, found in zip(LevelColumn, numbers[::2], numbers[1::2], strict=True):
        if expected != found:
            yield LevelDifference(stock_id, stock, product_id, sku, column, Decimal(expected), Decimal(found))


def sku_twins() -> tuple[tuple[Product, ...], ...]:
    """Return each set of twins, the first written first. One query, empty in a shop that was begun since."""
    marked = Product.objects.filter(is_sku_twin=True).annotate(key=SkuKey("sku")).values("key")
    sets: defaultdict[str, list[Product]] = defaultdict(list)
    for product in Product.objects.annotate(key=SkuKey("sku")).filter(key__in=marked).order_by("key", "pk"):
        sets[product.key].append(product)
    return tuple(tuple(products) for products in sets.values() if len(products) > 1)
