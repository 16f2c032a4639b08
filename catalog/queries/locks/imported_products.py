"""What an import must know of the products in a batch, locked so that nobody changes it between reading and writing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Q, Sum

from catalog.models import Product, SourceItem, StockItem, StockLevel
from catalog.models.fields import SkuKey
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.product_key import sku_key

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
