"""Products whose SKUs differ by letter case alone: those that a shop held before the database refused them."""

from collections import defaultdict

from catalog.models import Product
from catalog.models.sku_key import SkuKey


def sku_twins() -> tuple[tuple[Product, ...], ...]:
    """Return each set of twins, the first written first. One query, empty in a shop that was begun since."""
    marked = Product.objects.filter(is_sku_twin=True).annotate(key=SkuKey("sku")).values("key")
    sets: defaultdict[str, list[Product]] = defaultdict(list)
    for product in Product.objects.annotate(key=SkuKey("sku")).filter(key__in=marked).order_by("key", "pk"):
        sets[product.key].append(product)
    return tuple(tuple(products) for products in sets.values() if len(products) > 1)
