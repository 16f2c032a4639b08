"""What a change of Product Stock Options would do to the real catalogue, worked out by the SQL twins before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from catalog.models import Product, Stock
from catalog.models.product import ProductType
from catalog.queries.availability_sql import with_availability
from catalog.rules.quantity import ZERO
from catalog.rules.stock_policy import ConfiguredPolicy

NAMED = 20


@dataclass(frozen=True)
class StockEffect:
    """The effect in one stock. `more_units` counts products that stay limited and whose stock is managed.

    `names` are the first twenty that change, as (name, SKU, whether it becomes buyable).
    """

    stock: str
    become_buyable: int
    stop_being_buyable: int
    more_units: Decimal
    become_unlimited: int
    stop_being_unlimited: int
    names: tuple[tuple[str, str, bool], ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether every product stays as it is."""
        return not (
            self.become_buyable
            or self.stop_being_buyable
            or self.more_units
            or self.become_unlimited
            or self.stop_being_unlimited
        )


COMPARED = """
    WITH before AS MATERIALIZED ({before}), after AS MATERIALIZED ({after}),
    changed AS MATERIALIZED (
        SELECT after.id,
               before.can_be_bought AS could, after.can_be_bought AS can,
               before.policy_manage_stock AND after.policy_manage_stock AS is_counted,
               before.is_unlimited AS was_unlimited, after.is_unlimited AS will_be_unlimited,
               greatest(before.salable_quantity, 0) AS units_before, greatest(after.salable_quantity, 0) AS units_after
        FROM before JOIN after USING (id)
        WHERE (before.can_be_bought, before.is_unlimited, greatest(before.salable_quantity, 0))
              IS DISTINCT FROM (after.can_be_bought, after.is_unlimited, greatest(after.salable_quantity, 0))
    )
"""
COUNTS = """
    SELECT count(*) FILTER (WHERE can AND NOT could), count(*) FILTER (WHERE could AND NOT can),
           coalesce(sum(units_after - units_before)
                    FILTER (WHERE is_counted AND NOT was_unlimited AND NOT will_be_unlimited), 0),
           count(*) FILTER (WHERE will_be_unlimited AND NOT was_unlimited),
           count(*) FILTER (WHERE was_unlimited AND NOT will_be_unlimited),
           (SELECT coalesce(json_agg(json_build_array(name, sku, can)), '[]'::json)
            FROM (SELECT name, sku, can FROM changed JOIN catalog_product USING (id) WHERE can <> could
                  ORDER BY name, id LIMIT {named}) AS first)
    FROM changed
"""


def configuration_effect(
    before: ConfiguredPolicy, after: ConfiguredPolicy, *, stocks: Iterable[Stock]
) -> tuple[StockEffect, ...]:
    """Return the effect of going from policy `before` to `after`, for each stock. One query a stock, whatever the catalogue."""
    return tuple(_effect(before, after, stock) for stock in stocks)


def _effect(before: ConfiguredPolicy, after: ConfiguredPolicy, stock: Stock) -> StockEffect:
    (old_sql, old_params), (new_sql, new_params) = (_answers(policy, stock) for policy in (before, after))
    sql = COMPARED.format(before=old_sql, after=new_sql) + COUNTS.format(named=NAMED)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*old_params, *new_params))
        gained, lost, units, unlimited, limited, names = cursor.fetchone() or (0, 0, ZERO, 0, 0, [])
    return StockEffect(
        stock=stock.name,
        become_buyable=gained,
        stop_being_buyable=lost,
        more_units=units,
        become_unlimited=unlimited,
        stop_being_unlimited=limited,
        names=tuple((name, sku, can) for name, sku, can in names),
    )


def _answers(policy: ConfiguredPolicy, stock: Stock) -> tuple[str, tuple[Any, ...]]:
    products = Product.objects.exclude(product_type=ProductType.CONFIGURABLE).order_by()
    rows = with_availability(products, stock=stock, configured=policy, only_x_left_threshold=ZERO)
    # By the alias `level`, which is joined already; by `stock_levels` Django would join the table again.
    told = ("id", "can_be_bought", "is_unlimited", "salable_quantity", "policy_manage_stock")
    query = rows.filter(level__isnull=False).values(*told).query
    sql, params = query.sql_with_params()
    return sql, params
