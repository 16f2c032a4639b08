"""Which products cannot be bought in which stock, and why: the SQL twin of `rules.stopped_sale`, for all of them at once."""

from django.db.models import QuerySet

from catalog.models import StoppedSale
from catalog.models.product import ProductType
from catalog.queries.availability import Sql, stock_bounds
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.stopped_sale import StopCause


def not_buyable(configured: ConfiguredPolicy) -> Sql:
    """Return the statement for (stock_id, product_id, level_id, cause) of every level that nobody can buy from. One query.

    A configurable product is bought by its variants.
    """
    bounds, values = stock_bounds(0, configured).bounds
    text = f"""
        SELECT level.stock_id, level.product_id, level.id AS level_id,
               CASE WHEN NOT product.is_enabled THEN '{StopCause.DISABLED}'
                    WHEN level.free_for_sale IS NULL THEN '{StopCause.UNASSIGNED}'
                    WHEN bounds.buyable_from = 'Infinity' THEN '{StopCause.NEVER_FITS}'
                    WHEN level.free_for_sale = '-Infinity' THEN '{StopCause.NO_SOURCE}'
                    ELSE '{StopCause.TOO_FEW}' END AS cause
        FROM catalog_stocklevel AS level
        JOIN catalog_product AS product ON product.id = level.product_id
        JOIN {bounds} AS bounds ON bounds.class_id = level.policy_class_id
        WHERE product.product_type <> '{ProductType.CONFIGURABLE.value}'
          AND (level.free_for_sale IS NULL OR level.free_for_sale < bounds.buyable_from)
    """  # noqa: S608  our own text
    return text, values


def stopped() -> QuerySet[StoppedSale]:
    """Return the times that began with a product that could be bought until then."""
    return StoppedSale.objects.filter(was_buyable=True)
