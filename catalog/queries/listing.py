"""The products that a shopper is shown: those that can be bought, sorted and searched."""

from collections.abc import Collection
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Product, Stock, Website
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import BUYABLE, stock_bounds
from catalog.queries.product_search import is_found
from catalog.queries.salable import for_sale, offered, there_is
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration, ConfiguredPolicy


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
    Sort.PRICE_DOWN: ("-price", "-pk"),
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
    """Return the ids of the products that `website` sells and its listings show, in `sort` order.

    `categories` keeps to these category ids (None: all products); `words` finds by every word of name, SKU, description and
    department, a configurable product by the SKU of a variant too (None: no search). With "Display Out of Stock Products" off,
    what cannot be bought in `stock` by the customer `group` is left out; a configurable product stays while one of its variants
    can be bought.
    """
    shown_in = Visibility.CATALOG if words is None else Visibility.SEARCH
    rows = Product.objects.filter(for_sale(website.pk), visibility__in=(shown_in, Visibility.BOTH))
    if categories is not None:
        inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=categories)
        rows = rows.filter(Exists(inside))
    if words:
        rows = rows.filter(is_found(words, in_shop=True))
    if not configuration.flag(declared.SHOW_OUT_OF_STOCK):
        configured = configuration.configured_policy(group)
        rows = rows.filter(buyable(stock_id=stock.pk, website_id=website.pk, configured=configured))
    # Ids only: sorting 100,000 rows is quick while they do not carry their descriptions.
    return rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)


def buyable(*, stock_id: int, website_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition that a product, or a variant of a configurable one, can be bought in the stock now. One query."""
    found = stock_bounds(stock_id, configured)
    is_configurable = Q(product_type=ProductType.CONFIGURABLE)
    variants = Product.objects.filter(offered(website_id), found.holds(BUYABLE), variant_of=OuterRef("pk"))
    return (~is_configurable & Q(found.holds(BUYABLE))) | (is_configurable & there_is(variants))
