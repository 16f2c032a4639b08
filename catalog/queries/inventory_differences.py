"""Where stored levels differ from the rows that they sum, what is promised and lies nowhere, and SKUs in several spellings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from catalog.models import Product
from catalog.models.fields import SkuKey
from catalog.rules.shared_sources import Overpromised
from catalog.rules.stock_level import LevelColumn


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
               count(*) AS assigned,
               bool_or(EXISTS (
                   SELECT FROM catalog_stocksourcelink AS other
                   WHERE other.source_id = link.source_id AND other.stock_id <> link.stock_id
               )) AS shares
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
    ), promised AS (
        SELECT DISTINCT items.product_id, sharing.group_id
        FROM items JOIN catalog_sharingstock AS sharing ON sharing.stock_id = items.stock_id
        WHERE items.shares AND (
            EXISTS (SELECT FROM level WHERE level.product_id = items.product_id AND (level.reserved <> 0 OR level.elsewhere <> 0))
            OR EXISTS (SELECT FROM catalog_sourceitem AS item WHERE item.product_id = items.product_id AND item.quantity < 0)
        )
    ), shared AS (
        SELECT found.stock AS stock_id, promised.product_id, found.elsewhere
        FROM promised CROSS JOIN LATERAL catalog_shared_levels(promised.product_id, promised.group_id, FALSE) AS found
    ), compared AS (
        SELECT stock_id, product_id,
               coalesce(items.on_hand, 0) AS on_hand, coalesce(level.on_hand, 0) AS kept_on_hand,
               coalesce(items.in_stock, 0) AS in_stock, coalesce(level.sources_in_stock, 0) AS kept_in_stock,
               coalesce(items.assigned, 0) AS assigned, coalesce(level.sources_assigned, 0) AS kept_assigned,
               coalesce(ledger.reserved, 0) AS reserved, coalesce(level.reserved, 0) AS kept_reserved,
               coalesce(items.shares, FALSE)::int AS shares, coalesce(level.shares, FALSE)::int AS kept_shares,
               coalesce(shared.elsewhere, 0) AS elsewhere, coalesce(level.elsewhere, 0) AS kept_elsewhere,
               level.id IS NOT NULL AS is_kept, level.is_sold AS kept_is_sold, level.policy_class_id AS kept_class
        FROM level
        FULL JOIN items USING (stock_id, product_id)
        FULL JOIN ledger USING (stock_id, product_id)
        LEFT JOIN shared USING (stock_id, product_id)
    )
    SELECT stock.id, stock.name, product.id, product.sku,
           on_hand, kept_on_hand, in_stock, kept_in_stock, assigned, kept_assigned, reserved, kept_reserved,
           shares, kept_shares, elsewhere, kept_elsewhere,
           sold.is_sold::int, coalesce(kept_is_sold, sold.is_sold)::int,
           CASE WHEN is_kept AND class.own IS DISTINCT FROM wanted.own
                THEN coalesce((SELECT min(id) FROM catalog_policyclass WHERE own = wanted.own), 0) ELSE coalesce(kept_class, 0) END,
           coalesce(kept_class, 0)
    FROM compared
    JOIN catalog_stock AS stock ON stock.id = compared.stock_id
    JOIN catalog_product AS product ON product.id = compared.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
    LEFT JOIN catalog_policyclass AS class ON class.id = compared.kept_class
    CROSS JOIN LATERAL (SELECT coalesce(catalog_own_values(to_jsonb(item)), '{}') AS own) AS wanted
    CROSS JOIN LATERAL (SELECT product.is_enabled AND product.product_type <> 'configurable' AS is_sold) AS sold
    WHERE (on_hand, in_stock, assigned, reserved, shares, elsewhere)
       <> (kept_on_hand, kept_in_stock, kept_assigned, kept_reserved, kept_shares, kept_elsewhere)
       OR (is_kept AND (class.own, kept_is_sold) IS DISTINCT FROM (wanted.own, sold.is_sold))
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


@dataclass(frozen=True)
class GroupDifference:
    """A stock whose sources are shared otherwise than is kept. Each is (name of the group's first stock, all draw on the same)."""

    stock: str
    expected: tuple[str, bool] | None
    found: tuple[str, bool] | None


_GROUPS = """
    SELECT stock.name, expected_first.name, expected.is_same, found_first.name, found.is_same
    FROM catalog_stock AS stock
    LEFT JOIN catalog_sharing_groups() AS expected ON expected.stock = stock.id
    LEFT JOIN catalog_stock AS expected_first ON expected_first.id = expected.of_group
    LEFT JOIN catalog_sharingstock AS found ON found.stock_id = stock.id
    LEFT JOIN catalog_stock AS found_first ON found_first.id = found.group_id
    WHERE (expected.of_group, expected.is_same) IS DISTINCT FROM (found.group_id, found.is_same)
    ORDER BY stock.id
"""


def group_differences() -> tuple[GroupDifference, ...]:
    """Return which stocks are kept in another group than their links say. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS)
        return tuple(
            GroupDifference(
                stock, (first, is_same) if first else None, (kept_first, kept_is_same) if kept_first else None
            )
            for stock, first, is_same, kept_first, kept_is_same in cursor.fetchall()
        )


_OVERPROMISED = """
    WITH owing AS (
        SELECT level.product_id, sharing.group_id, array_agg(stock.name ORDER BY stock.id) AS stocks,
               sum(level.reserved) AS promised, sum(greatest(-level.free - greatest(-level.on_hand, 0), 0)) AS owed,
               array_agg(level.stock_id) AS stock_ids
        FROM catalog_stocklevel AS level
        JOIN catalog_sharingstock AS sharing ON sharing.stock_id = level.stock_id
        JOIN catalog_stock AS stock ON stock.id = level.stock_id
        WHERE level.shares
        GROUP BY level.product_id, sharing.group_id
        HAVING sum(greatest(-level.free - greatest(-level.on_hand, 0), 0)) > 0
    )
    SELECT product.sku, owing.stocks, array_agg(source.name ORDER BY source.name),
           owing.promised, sum(CASE WHEN item.is_in_stock AND source.is_enabled THEN item.quantity ELSE 0 END), owing.owed
    FROM owing
    JOIN catalog_product AS product ON product.id = owing.product_id
    JOIN catalog_sourceitem AS item ON item.product_id = owing.product_id AND item.source_id IN (
        SELECT source_id FROM catalog_stocksourcelink WHERE stock_id = ANY (owing.stock_ids)
    )
    JOIN catalog_source AS source ON source.id = item.source_id
    GROUP BY product.sku, product.id, owing.group_id, owing.stocks, owing.promised, owing.owed
    ORDER BY product.sku, product.id, owing.group_id
"""


def overpromised() -> tuple[Overpromised, ...]:
    """Return the products that stocks which share sources owe, in SKU order. One query, empty where nothing is shared."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERPROMISED)
        return tuple(
            Overpromised(sku, tuple(stocks), tuple(sources), promised, lying, owed)
            for sku, stocks, sources, promised, lying, owed in cursor.fetchall()
        )


def sku_twins() -> tuple[tuple[Product, ...], ...]:
    """Return each set of twins, the first written first. One query, empty in a shop that was begun since."""
    marked = Product.objects.filter(is_sku_twin=True).annotate(key=SkuKey("sku")).values("key")
    sets: defaultdict[str, list[Product]] = defaultdict(list)
    for product in Product.objects.annotate(key=SkuKey("sku")).filter(key__in=marked).order_by("key", "pk"):
        sets[product.key].append(product)
    return tuple(tuple(products) for products in sets.values() if len(products) > 1)
