"""Every lock of the catalog, always taken in one order.

The locks of staff who change what lies where for one product.
The lock of who takes units from a source: it stays enabled and linked until they have left.
The lock that a save of the configuration takes.
The locks of who deletes products: of everybody who sells, ships, counts or edits them.
The lock of everybody who moves units of several products: source items in (product, source) order.
The locks of a change to many products at once.
What an import must know of the products in a batch, locked so that nobody changes it between reading and writing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Q, Sum

from catalog.models import Product, Source, SourceItem, StockItem, StockLevel
from catalog.models.fields import SkuKey
from catalog.models.product import ProductType
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.product_key import sku_key
from catalog.rules.stock_policy import OwnPolicy


def lock_source_items(product: Product, *, moved: Collection[int] = ()) -> dict[int, SourceItem]:
    """Lock the product's source items and stock levels; return {source id: source item} as they are under the lock.

    `moved` are the ids of sources that the product is about to be assigned to or unassigned from. Locks are taken in the
    order of the triggers and of every other writer: the product (so that two members of staff who assign the same source
    wait for each other instead of racing for the insert; orders that point at it are not held up), the moved sources (shared:
    only who links or switches them waits), items in (product, source) order, levels in (stock, product) order.
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
        .order_by("stock_id", "product_id")
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


def lock_configuration() -> None:
    """Let one transaction at a time change the configuration, until it commits; readers do not wait.

    The rows to lock may not exist yet (a first own value), so that row locks would leave two saves to race for an
    insert, or to wait for each other when they insert and delete in a different order. Saves are rare: lock the table.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_configurationvalue IN SHARE ROW EXCLUSIVE MODE")


def lock_deleted_products(product_ids: Collection[int]) -> tuple[str, ...]:
    """Lock the products, their source items and their levels, in the order of everybody; return the products' names."""
    rows = Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=product_ids).order_by("pk")
    names = tuple(rows.values_list("name", flat=True))
    locked_items(product_ids)
    levels = StockLevel.objects.select_for_update(no_key=True, of=("self",)).filter(product_id__in=product_ids)
    list(levels.order_by("stock_id", "product_id").values_list("pk"))
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


CategoryLink = Product.categories.through
WebsiteLink = Product.websites.through

type Links = defaultdict[int, dict[int, int]]


@dataclass(frozen=True)
class StoredProducts:
    """Products by `sku_key`, and the rest by product id. `source_items` are those at the Default Source.

    `promised` are the units that open orders hold in the stocks that draw from it, {product id: units}, when asked for.
    `variants` are those of a configurable product; `categories` and `websites` give {linked id: id of the link}.
    """

    products: defaultdict[str, list[Product]] = field(default_factory=lambda: defaultdict(list))
    variants: defaultdict[int, list[Product]] = field(default_factory=lambda: defaultdict(list))
    stock_items: dict[int, StockItem] = field(default_factory=dict)
    source_items: dict[int, SourceItem] = field(default_factory=dict)
    promised: dict[int, Decimal] = field(default_factory=dict)
    categories: Links = field(default_factory=lambda: defaultdict(dict))
    websites: Links = field(default_factory=lambda: defaultdict(dict))

    def called(self, sku: str) -> list[Product]:
        """Return the product with that SKU in any case: the one that is written so among twins, else all of them."""
        found = self.products.get(sku_key(sku), [])
        return [product for product in found if product.sku == sku] or found


def lock_imported_products(
    skus: Collection[str], variant_skus: Collection[str] = (), *, with_promised: bool = False
) -> StoredProducts:
    """Return what is stored of the products with these SKUs: locked until the transaction ends, in a few queries.

    `variant_skus` are products that become variants; the variants that the products have now come with them. Rows are
    locked in the order of their keys, products first; sales are not held up, they only refer to products.
    """
    keys = [sku_key(sku) for sku in skus]
    every = Product.objects.alias(key=SkuKey("sku"))
    wanted = Q(key__in=[*keys, *map(sku_key, variant_skus)])
    if variant_skus:
        every = every.alias(parent_key=SkuKey("variant_of__sku"))
        wanted |= Q(parent_key__in=keys)
    # One instance for one row, whatever it was found as.
    products = list(every.select_for_update(of=("self",), no_key=True).filter(wanted).order_by("pk"))
    # FOR SHARE, and before any stock level: linking or switching a source takes the two in this order as well.
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_source WHERE code = %s FOR SHARE", [DEFAULT_SOURCE_CODE])
    stored = StoredProducts()
    for product in products:
        stored.products[sku_key(product.sku)].append(product)
        if product.variant_of_id is not None:
            stored.variants[product.variant_of_id].append(product)
    ids = [product.pk for key in dict.fromkeys(keys) for product in stored.products.get(key, ())]
    if ids:
        _add_stock(stored, ids)
        if with_promised:
            _add_promised(stored, ids)
        _add_links(stored, ids)
    return stored


def _add_stock(stored: StoredProducts, ids: list[int]) -> None:
    own = StockItem.objects.select_for_update().filter(product_id__in=ids).order_by("pk")
    stored.stock_items.update({item.product_id: item for item in own})
    # In the order of everybody who moves units of several products (`locked_items`).
    units = SourceItem.objects.select_for_update(of=("self",)).order_by("product_id")
    units = units.filter(product_id__in=ids, source__code=DEFAULT_SOURCE_CODE)
    stored.source_items.update({item.product_id: item for item in units})


def _add_promised(stored: StoredProducts, ids: list[int]) -> None:
    levels = StockLevel.objects.filter(product_id__in=ids, stock__links__source__code=DEFAULT_SOURCE_CODE)
    stored.promised.update(levels.order_by().values_list("product_id").annotate(units=Sum("reserved")))


def _add_links(stored: StoredProducts, ids: list[int]) -> None:
    for pk, product, category in CategoryLink.objects.filter(product_id__in=ids).values_list(
        "pk", "product_id", "category_id"
    ):
        stored.categories[product][category] = pk
    for pk, product, website in WebsiteLink.objects.filter(product_id__in=ids).values_list(
        "pk", "product_id", "website_id"
    ):
        stored.websites[product][website] = pk
