"""The locks of who moves, counts, edits or deletes units of products, always taken in one order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from catalog.models import Product, Source, SourceItem, Stock, StockItem, StockLevel
from catalog.models.product import ProductType
from catalog.queries.locks.row import lock_links, share_links
from catalog.queries.prepared import prepared_row
from catalog.rules.in_force import OwnPolicy


def lock_source_items(product: Product, *, moved: Collection[int] = ()) -> dict[int, SourceItem]:
    """Lock the product's source items and stock levels; return {source id: source item} as they are under the lock.

    `moved` are the ids of sources that the product is about to be assigned to or unassigned from. Locks are taken in the
    order of the triggers and of every other writer: the product (so that two members of staff who assign the same source
    wait for each other instead of racing for the insert; orders that point at it are not held up), the moved sources (shared:
    only who links or switches them waits), items in (product, source) order, levels in (product, stock) order.
    Raises `Product.DoesNotExist`.
    """
    locked = Product.objects.select_for_update(no_key=True).only("product_type").get(pk=product.pk)
    # What it is made of decides whether it holds units at all: as it is now, not as the caller read it.
    product.product_type = locked.product_type
    if moved:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM catalog_source WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(moved)])
    items = list(
        SourceItem.objects.select_for_update(of=("self",))
        .select_related("source")
        .filter(product=product)
        .order_by("product_id", "source_id")
    )
    list(
        StockLevel.objects.select_for_update(no_key=True)
        .filter(product=product)
        .order_by("product_id", "stock_id")
        .values_list("pk")
    )
    return {item.source_id: item for item in items}


def locked_source(pk: int | None) -> Source:
    """Return the source as it is now, locked for reading until the transaction ends. Raises `Source.DoesNotExist`.

    Shared: only who links, switches or deletes it waits. Take it before any source item, as every other writer does.
    """
    for source in Source.objects.raw("SELECT * FROM catalog_source WHERE id = %s FOR SHARE", [pk]):
        return source
    raise Source.DoesNotExist


def locked_price(*, product_id: int, website_id: int) -> Decimal | None:
    """Return what the product costs, and keep it and the website from being deleted until the commit; None: one of them is gone.

    What the foreign keys of a row about both do at the commit, when nothing can be answered any more.
    """
    row = prepared_row(
        "SELECT product.price FROM catalog_product AS product, catalog_website AS website"
        " WHERE product.id = %(product)s::bigint AND website.id = %(website)s::bigint FOR KEY SHARE",
        {"product": str(product_id), "website": str(website_id)},
    )
    return None if row is None else row[0]


def lock_configuration() -> None:
    """Let one transaction at a time change the configuration, until it commits; readers do not wait.

    The rows to lock may not exist yet (a first own value), so that row locks would leave two saves to race for an
    insert, or to wait for each other when they insert and delete in a different order. Saves are rare: lock the table.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_configurationvalue IN SHARE ROW EXCLUSIVE MODE")


def lock_deleted_products(product_ids: Collection[int]) -> tuple[str, ...]:
    """Lock the products, their source items and their levels, in the order of everybody; return the products' names."""
    share_links()
    rows = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=product_ids).order_by("pk")
    names = tuple(rows.values_list("name", flat=True))
    locked_items(product_ids)
    levels = StockLevel.objects.select_for_update(no_key=True, of=("self",)).filter(product_id__in=product_ids)
    list(levels.order_by("product_id", "stock_id").values_list("pk"))
    return names


def locked_items(product_ids: Iterable[int]) -> dict[tuple[int, int], SourceItem]:
    """Lock all source items of the products and return them by (source id, product id), as they are under the lock."""
    items = SourceItem.objects.select_for_update(of=("self",)).filter(product_id__in=list(product_ids))
    return {(item.source_id, item.product_id): item for item in items.order_by("product_id", "source_id")}


@dataclass(frozen=True)
class SelectedProducts:
    """{product id: SKU} of those that hold stock, {product id: own policy} of those that have one, and how many hold none."""

    skus: dict[int, str]
    own: dict[int, OwnPolicy]
    without_stock: int


def lock_selected_products(product_ids: Collection[int]) -> SelectedProducts:
    """Lock the products until the transaction ends and return what is stored of them. Three queries; sales are not held up."""
    share_links()
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
    list(levels.order_by("product_id", "stock_id").values_list("pk"))
    return there


def lock_switched_sources(source_ids: Collection[int]) -> list[Source]:
    """Lock sources that are linked or switched, in the order of their ids, and return those that exist."""
    lock_links()
    return list(Source.objects.select_for_update(no_key=True).filter(pk__in=source_ids).order_by("pk"))


def lock_linked_levels(stock: Stock, source_ids: Collection[int]) -> None:
    """Lock the levels that change when links of `stock` to these sources do, of all stocks that share or will share with it.

    For who writes links in several statements, after `lock_switched_sources`: each would else lock levels in an order of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT FROM (
                SELECT array_agg(level.stock_id) AS stock_ids, array_agg(level.product_id) AS product_ids
                FROM catalog_stocklevel AS level
                WHERE level.product_id IN (SELECT product_id FROM catalog_sourceitem WHERE source_id = ANY(%(sources)s))
                  AND (level.stock_id = %(stock)s OR level.stock_id IN (
                      SELECT stock_id FROM catalog_stocksourcelink WHERE source_id = ANY(%(sources)s)
                  ))
            ) AS pair, catalog_lock_stock_levels(pair.stock_ids, pair.product_ids)
            """,
            {"stock": stock.pk, "sources": list(source_ids)},
        )


def lock_disabled_products(product_ids: Collection[int]) -> list[Product]:
    """Lock products whose own columns change, in the order of their ids, and return those that exist, without descriptions."""
    rows = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=product_ids)
    return list(rows.defer("description").order_by("pk"))
