"""What a change of settings or of one product would do, by the SQL twins; nothing is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from catalog.models import Product, Stock, StockLevel, StockSourceLink
from catalog.models.product import ProductType
from catalog.queries.availability import with_availability
from catalog.queries.configuration import cleaned_values, own_values
from catalog.queries.shared_sources import shared_out
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.in_force import (
    Configuration,
    ConfiguredPolicy,
    OwnPolicy,
    StockPolicy,
    configuration_in_force,
    group_minimums,
    stock_policy,
)
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, can_be_bought, is_salable, salable_quantity
from catalog.rules.scope import Scope
from catalog.rules.shared_sources import Holding, summed_level

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
    told = ("id", "can_be_bought", "is_unlimited", "salable_quantity", "policy_manage_stock")
    query = _for_sale(policy, stock).values(*told).query
    sql, params = query.sql_with_params()
    return sql, params


def _for_sale(policy: ConfiguredPolicy, stock: Stock) -> QuerySet[Product]:
    products = Product.objects.exclude(product_type=ProductType.CONFIGURABLE).order_by()
    rows = with_availability(products, stock=stock, configured=policy, only_x_left_threshold=ZERO)
    # By the alias `level`, which is joined already; by `stock_levels` Django would join the table again.
    return rows.filter(level__isnull=False)


@dataclass(frozen=True)
class StockTotals:
    """What a stock can sell: products that can be bought, and salable units of those that are limited and managed."""

    buyable: int = 0
    units: Decimal = ZERO


def stock_totals(stock: Stock, configured: ConfiguredPolicy) -> StockTotals:
    """Return what the stock can sell now. One query."""
    limited = Q(policy_manage_stock=True, is_unlimited=False)
    told = _for_sale(configured, stock).aggregate(
        buyable=Count("pk", filter=Q(can_be_bought=True)),
        units=Sum(Greatest("salable_quantity", ZERO), filter=limited, default=ZERO),
    )
    return StockTotals(**told)


@dataclass(frozen=True)
class ProposedEffect:
    """The effect in each stock that sells, for ALL GROUPS; whether the minimum of a single customer group changes, too."""

    stocks: tuple[StockEffect, ...]
    changes_group_minimums: bool


def proposed_effect(values: Mapping[str, str | None]) -> ProposedEffect:
    """Return the effect of saving `values` ({path: typed text, or None for "Use system value"}) at Default Config.

    Only stocks with a sales channel are asked: nobody buys from another. Raises `InvalidConfigurationError` as saving would.
    """
    stored = own_values()
    wanted = {**stored, **cleaned_values(values, scope=Scope.DEFAULT)}
    before = _in_force(stored)
    after = _in_force({path: text for path, text in wanted.items() if text is not None})
    old, new = before.configured_policy(), after.configured_policy()
    stocks = Stock.objects.filter(sales_channels__isnull=False).distinct().order_by("-is_default", "name", "pk")
    return ProposedEffect(
        configuration_effect(old, new, stocks=stocks) if old != new else (),
        changes_group_minimums=_single_groups(before) != _single_groups(after),
    )


def _in_force(texts: Mapping[str, str]) -> Configuration:
    return configuration_in_force({path: {Scope.DEFAULT: text} for path, text in texts.items()})


def _single_groups(configuration: Configuration) -> dict[str, object]:
    minimums = group_minimums(configuration.text(MIN_SALE_QTY))
    return {group: least for group, least in minimums.items() if group != ALL_GROUPS}


@dataclass(frozen=True)
class ProposedStock:
    """A product as typed: its own policy, whether it is enabled, and {source id: (units, In Stock)}."""

    own: OwnPolicy
    is_enabled: bool
    units: Mapping[int, tuple[Decimal, bool]]


@dataclass(frozen=True)
class Standing:
    """Where a product stands in one stock."""

    salable: Decimal
    is_managed: bool
    is_unlimited: bool
    can_be_bought: bool


@dataclass(frozen=True)
class ProductEffect:
    """Where it stands in one stock now, and where it would stand."""

    stock: str
    before: Standing
    after: Standing


def product_effect(
    product: Product, *, own: OwnPolicy, is_enabled: bool, proposed: ProposedStock, configured: ConfiguredPolicy
) -> tuple[ProductEffect, ...]:
    """Return the effect for a product stored with `own` and `is_enabled`, in each stock it is or would be assigned to.

    Three queries, and two where stocks share what is promised. The Default Stock comes first.
    """
    levels = {row.stock_id: row.as_level() for row in StockLevel.objects.filter(product=product)}
    linked: defaultdict[int, dict[int, Holding]] = defaultdict(dict)
    links = StockSourceLink.objects.filter(source_id__in=proposed.units)
    for stock, source, source_is_enabled in links.values_list("stock_id", "source_id", "source__is_enabled"):
        linked[stock][source] = Holding(*proposed.units[source], source_is_enabled)
    counted = {source: held.quantity for each in linked.values() for source, held in each.items() if held.counts}
    old, new = stock_policy(own, configured), stock_policy(proposed.own, configured)
    reserved = dict.fromkeys(linked, ZERO) | {pk: level.reserved for pk, level in levels.items()}
    summed = {pk: summed_level(linked[pk].values(), reserved=units) for pk, units in reserved.items()}
    then = shared_out(product.pk, summed, counted=counted, drawn_on=linked).levels
    found = []
    for stock, name in Stock.objects.order_by("-is_default", "name", "pk").values_list("pk", "name"):
        before, after = levels.get(stock, Level()), then.get(stock, Level())
        if before.sources_assigned or after.sources_assigned:
            found.append(
                ProductEffect(
                    name,
                    before=_standing(before, old, is_enabled=is_enabled),
                    after=_standing(after, new, is_enabled=proposed.is_enabled),
                )
            )
    return tuple(found)


def _standing(level: Level, policy: StockPolicy, *, is_enabled: bool) -> Standing:
    return Standing(
        salable=salable_quantity(level, policy, is_enabled=is_enabled),
        is_managed=policy.manage_stock,
        is_unlimited=policy.manage_stock and policy.is_unlimited and is_salable(level, policy, is_enabled=is_enabled),
        can_be_bought=can_be_bought(level, policy, is_for_sale=is_enabled),
    )
