"""The products that a shopper is shown: those that can be bought, sorted and searched."""

from collections.abc import Collection
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import Product, Stock, Website
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import with_availability
from catalog.queries.product_search import is_found
from catalog.queries.salable import for_sale, offered
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration, ConfiguredPolicy
from catalog.rules.quantity import ZERO


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


type Sql = tuple[str, tuple[object, ...]]


def buyable(*, stock_id: int, website_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition that a product, or a variant of a configurable one, can be bought in the stock now.

    For querysets of Product that are not part of another query. The verdict is that of `availability_sql`.
    """
    is_configurable = Q(product_type=ProductType.CONFIGURABLE)
    itself = Q(_among(_buyable_products(stock_id, configured)))
    a_variant = Q(_among(_parents_of_buyable_variants(stock_id, website_id, configured)))
    return (~is_configurable & itself) | (is_configurable & a_variant)


# Building this query takes Django a third of a second, because of its many expressions, and PostgreSQL answers it in a few
# milliseconds. So the text is kept: it depends on these arguments only.
@lru_cache(maxsize=64)
def _buyable_products(stock_id: int, configured: ConfiguredPolicy) -> Sql:
    return _sql(_judged(Product.objects.all(), stock_id, configured).values("pk"))


@lru_cache(maxsize=64)
def _parents_of_buyable_variants(stock_id: int, website_id: int, configured: ConfiguredPolicy) -> Sql:
    # Without the second condition PostgreSQL would judge every product as a variant.
    variants = Product.objects.filter(offered(website_id), variant_of__isnull=False)
    return _sql(_judged(variants, stock_id, configured).values("variant_of_id"))


def _judged(rows: QuerySet[Product], stock_id: int, configured: ConfiguredPolicy) -> QuerySet[Any]:
    judged = with_availability(
        rows.order_by(), stock=Stock(pk=stock_id), configured=configured, only_x_left_threshold=ZERO
    )
    return judged.filter(can_be_bought=True)


def _sql(rows: QuerySet[Any, Any]) -> Sql:
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def _among(found: Sql) -> RawSQL:
    sql, parameters = found
    condition = f"EXISTS (SELECT FROM ({sql}) AS buyable (id) WHERE buyable.id = catalog_product.id)"
    return RawSQL(condition, parameters, output_field=BooleanField())  # noqa: S611  the text is Django's own
