"""Products by what staff type for them."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from catalog.models import Product, Website

# A column is no longer; what is longer names nothing.
LONGEST_WORD = 255


def products_named(words: Collection[str]) -> dict[str, list[Product]]:
    """Return {word: the products it may mean}: the one with that SKU, else those with that SKU in other case, or that name.

    One query when every word is a SKU, else two.
    """
    by_sku = {product.sku: [product] for product in _sorted(Product.objects.filter(sku__in=set(words)))}
    others = {word.lower() for word in words if word not in by_sku}
    if not others:
        return by_sku
    lowered = Product.objects.annotate(low_sku=Lower("sku"), low_name=Lower("name"))
    near = _sorted(lowered.filter(Q(low_sku__in=others) | Q(low_name__in=others)))
    for word in words:
        if word not in by_sku:
            low = word.lower()
            same_sku = [product for product in near if product.sku.lower() == low]
            by_sku[word] = same_sku or [product for product in near if product.name.lower() == low]
    return by_sku


def products_like(words: str, *, website: Website, first: int) -> list[Product]:
    """Return the `first` products that `website` sells and that have every word of `words` in SKU or name. One query."""
    listed = Product.websites.through.objects.filter(product_id=OuterRef("pk"), website_id=website.pk)
    found = Product.objects.filter(Exists(listed), is_enabled=True).exclude(product_type="configurable")
    parts = words.replace("\0", "")[:LONGEST_WORD].split()
    if not parts:
        return []
    for part in parts:
        found = found.filter(Q(sku__icontains=part) | Q(name__icontains=part))
    return list(_sorted(found)[:first])


def _sorted(products: QuerySet[Product]) -> QuerySet[Product]:
    return products.select_related("variant_of").defer("description", "variant_of__description").order_by("name", "pk")
