"""What an import must know of the products in a batch: as it is now, or locked so that nobody changes it until it is written."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from catalog.models import Product, SourceItem, StockItem, StockLevel
from catalog.models.fields import SkuKey
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.locks.row import share_links
from catalog.rules.product_key import sku_key
from catalog.rules.product_row_columns import INHERITED, StockValue

# Models would cost a batch more than all else: one row of a plain statement holds what a row of a file is compared with.
_STORED = f"""
    SELECT
        product.id, product.sku, product.name, product.slug, product.product_type, product.is_enabled, product.visibility,
        product.price, product.weight, product.short_description, product.description, product.variant_of_id, product.options,
        units.quantity, units.is_in_stock,
        ARRAY(SELECT category_id FROM catalog_product_categories WHERE product_id = product.id),
        ARRAY(SELECT website_id FROM catalog_product_websites WHERE product_id = product.id),
        own.id IS NOT NULL, {", ".join(f"own.{name}" for name in INHERITED)}
    FROM catalog_product AS product
    LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id
    LEFT JOIN catalog_sourceitem AS units
        ON units.product_id = product.id AND units.source_id = (SELECT id FROM catalog_source WHERE code = %(source)s)
"""  # noqa: S608  names of our own columns
_PRODUCT = 17  # columns before those of Advanced Inventory
_NAMED = f"{_STORED} WHERE catalog_sku_key(product.sku) = ANY (%(keys)s) ORDER BY product.id"
_WITH_VARIANTS = f"""{_STORED}
    WHERE catalog_sku_key(product.sku) = ANY (%(keys)s) OR catalog_sku_key(product.sku) = ANY (%(variants)s)
       OR product.variant_of_id IN (SELECT id FROM catalog_product WHERE catalog_sku_key(sku) = ANY (%(keys)s))
    ORDER BY product.id
"""  # noqa: S608  the same


@dataclass(slots=True, eq=False)
class StoredProduct:
    """A product as it is stored, with its units at the Default Source (None: not assigned) and its links by id.

    `options` is JSON. `own` holds its Advanced Inventory in the order of `INHERITED`; None: it has none.
    """

    pk: int
    sku: str
    name: str
    slug: str
    product_type: str
    is_enabled: bool
    visibility: str
    price: Decimal
    weight: Decimal | None
    short_description: str
    description: str
    variant_of: int | None
    options: str
    quantity: Decimal | None
    is_in_stock: bool | None
    category_ids: list[int]
    website_ids: list[int]
    own: tuple[StockValue, ...] | None

    def is_under(self, parent: "StoredProduct | None", options: Mapping[str, str]) -> bool:
        """Whether it is a variant of `parent` (None: one that is not stored yet) that differs by `options`."""
        return parent is not None and self.variant_of == parent.pk and json.loads(self.options) == options


@dataclass(frozen=True)
class StoredProducts:
    """Products by `sku_key`; `variants` are those of a configurable product, by its id.

    `promised` are the units that open orders hold in the stocks that draw from the Default Source, {product id: units}, when
    asked for.
    """

    products: defaultdict[str, list[StoredProduct]] = field(default_factory=lambda: defaultdict(list))
    variants: defaultdict[int, list[StoredProduct]] = field(default_factory=lambda: defaultdict(list))
    promised: dict[int, Decimal] = field(default_factory=dict)

    def called(self, sku: str) -> list[StoredProduct]:
        """Return the product with that SKU in any case: the one that is written so among twins, else all of them."""
        found = self.products.get(sku_key(sku), [])
        return found if len(found) < 2 else [product for product in found if product.sku == sku] or found  # noqa: PLR2004  twins


def read_imported_products(
    skus: Collection[str], variant_skus: Collection[str] = (), *, with_promised: bool = False
) -> StoredProducts:
    """Return what is stored of the products with these SKUs: one query, one more `with_promised`.

    `variant_skus` are products that become variants; the variants that the products have now come with them.
    """
    keys = [sku_key(sku) for sku in skus]
    asked: dict[str, Any] = {
        "keys": keys,
        "variants": [sku_key(sku) for sku in variant_skus],
        "source": DEFAULT_SOURCE_CODE,
    }
    stored = StoredProducts()
    with connection.cursor() as cursor:
        cursor.execute(_WITH_VARIANTS if variant_skus else _NAMED, asked)
        for row in cursor:
            # One instance for one row, whatever it was found as.
            values = (*row[:_PRODUCT], row[_PRODUCT + 1 :] if row[_PRODUCT] else None)
            product = StoredProduct(*values)
            stored.products[sku_key(product.sku)].append(product)
            if product.variant_of is not None:
                stored.variants[product.variant_of].append(product)
    if with_promised:
        _add_promised(stored, _named(stored, keys))
    return stored


def lock_imported_products(
    skus: Collection[str], variant_skus: Collection[str] = (), *, with_promised: bool = False
) -> StoredProducts:
    """Return the same, locked until the transaction ends.

    Rows are locked in the order of their keys, products first; sales are not held up, they only refer to products.
    """
    share_links()
    keys = [sku_key(sku) for sku in skus]
    every = Product.objects.alias(key=SkuKey("sku"))
    wanted = Q(key__in=[*keys, *map(sku_key, variant_skus)])
    if variant_skus:
        every = every.alias(parent_key=SkuKey("variant_of__sku"))
        wanted |= Q(parent_key__in=keys)
    products = every.select_for_update(of=("self",), no_key=True).filter(wanted).order_by("pk")
    locked = list(products.values_list("pk", "sku"))
    # FOR SHARE, and before any stock level: linking or switching a source takes the two in this order as well.
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_source WHERE code = %s FOR SHARE", [DEFAULT_SOURCE_CODE])
    if not locked:
        return StoredProducts()
    named = set(keys)
    if ids := [pk for pk, sku in locked if sku_key(sku) in named]:
        _lock_stock(ids)
    # Now nobody changes them any more.
    return read_imported_products(skus, variant_skus, with_promised=with_promised)


def _lock_stock(ids: list[int]) -> None:
    own = StockItem.objects.select_for_update().filter(product_id__in=ids).order_by("pk")
    list(own.values_list("pk"))
    # In the order of everybody who moves units of several products (`locked_items`).
    units = SourceItem.objects.select_for_update(of=("self",)).order_by("product_id")
    list(units.filter(product_id__in=ids, source__code=DEFAULT_SOURCE_CODE).values_list("pk"))


def _named(stored: StoredProducts, keys: Collection[str]) -> list[int]:
    return [product.pk for key in dict.fromkeys(keys) for product in stored.products.get(key, ())]


def _add_promised(stored: StoredProducts, ids: list[int]) -> None:
    levels = StockLevel.objects.filter(product_id__in=ids, stock__links__source__code=DEFAULT_SOURCE_CODE)
    stored.promised.update(levels.order_by().values_list("product_id").annotate(units=Sum("reserved")))
