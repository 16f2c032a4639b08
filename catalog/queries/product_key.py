"""The products that somebody names by their SKUs."""

from collections.abc import Collection

from catalog.models import Product
from catalog.models.fields import SkuKey
from catalog.rules.product_key import sku_key


def products_called(skus: Collection[str]) -> dict[str, Product]:
    """Return {SKU as typed: product}, in any spelling; of two that differ in capitals only, the one spelt so. One query."""
    wanted = {sku_key(sku) for sku in skus}
    rows = list(Product.objects.alias(key=SkuKey("sku")).filter(key__in=sorted(wanted)).order_by("-pk"))
    by_key = {sku_key(product.sku): product for product in rows}
    exact = {product.sku: product for product in rows}
    return {sku: exact.get(sku) or by_key[sku_key(sku)] for sku in skus if sku_key(sku) in by_key}
