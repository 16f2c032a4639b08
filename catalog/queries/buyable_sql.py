"""The condition "there is something to buy" as ready SQL, for listings."""

from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import Product, Stock
from catalog.models.product import ProductType
from catalog.queries.availability_sql import with_availability
from catalog.rules.quantity import ZERO
from catalog.rules.stock_policy import ConfiguredPolicy

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
    variants = Product.objects.filter(websites=website_id, variant_of__isnull=False)
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
