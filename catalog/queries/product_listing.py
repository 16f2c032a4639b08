"""The products that a shop lists, for departments and search; nothing that the shop hides."""

from collections.abc import Collection
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Product, Stock, Website
from catalog.models.product import Visibility
from catalog.queries.buyable_sql import buyable
from catalog.rules import configuration as declared
from catalog.rules.configuration_in_force import Configuration


class Sort(Enum):
    """The orders a listing can be read in; the value is what the address says."""

    FEATURED = "featured"
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"
    PRICE_DOWN = "price-down"


# Total orders: without the key two pages could show the same product.
ORDERS = {
    Sort.FEATURED: ("pk",),
    Sort.NEWEST: ("-created_at", "-pk"),
    Sort.NAME: ("name", "pk"),
    Sort.PRICE: ("price", "pk"),
    Sort.PRICE_DOWN: ("-price", "pk"),
}


def product_listing(
    *,
    website: Website,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
    categories: Collection[int] | None = None,
    words: str | None = None,
    sort: Sort = Sort.FEATURED,
) -> QuerySet[Product, int]:
    """Return the ids of the enabled products of `website` that its listings show, in `sort` order.

    `categories` keeps to these category ids (None: all products); `words` searches name and SKU for every word, a variant's SKU
    finds its configurable product (None: no search). With "Display Out of Stock Products" off, what cannot be bought in `stock`
    by the customer `group` is left out; a configurable product stays while one of its variants can be bought.
    """
    shown_in = Visibility.CATALOG if words is None else Visibility.SEARCH
    rows = Product.objects.filter(is_enabled=True, visibility__in=(shown_in, Visibility.BOTH)).filter(
        Exists(Product.websites.through.objects.filter(product_id=OuterRef("pk"), website_id=website.pk))
    )
    if categories is not None:
        inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=categories)
        rows = rows.filter(Exists(inside))
    for word in (words or "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(sku__icontains=word) | Exists(_variant_called(word)))
    if not configuration.flag(declared.SHOW_OUT_OF_STOCK):
        configured = configuration.configured_policy(group)
        rows = rows.filter(buyable(stock_id=stock.pk, website_id=website.pk, configured=configured))
    # Ids only: sorting 100,000 rows is quick while they do not carry their descriptions.
    return rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)


def _variant_called(word: str) -> QuerySet[Product]:
    return Product.objects.filter(variant_of=OuterRef("pk"), is_enabled=True, sku__icontains=word)
