"""What a change of settings would do; nothing is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from catalog.models import PolicyClass, Product, Stock, StockLevel
from catalog.queries.availability import BUYABLE, Sql, StockBounds, among, class_bounds, stock_bounds
from catalog.queries.configuration import cleaned_values, own_values
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.in_force import (
    Configuration,
    ConfiguredPolicy,
    configuration_in_force,
    group_minimums,
)
from catalog.rules.product_setting import MIN_SALE_QTY, PRODUCT_SETTINGS
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Bounds
from catalog.rules.scope import Scope

NAMED, FEW_CHANGES = 20, 2_000


@dataclass(frozen=True)
class StockEffect:
    """The effect in one stock. `more_units` counts products that stay limited and whose stock is managed.

    `names` are the first twenty that become buyable or stop being it, as (name, SKU, whether it becomes so); `turned` the first
    twenty that become unlimited or stop being it.
    """

    stock: str
    become_buyable: int
    stop_being_buyable: int
    more_units: Decimal
    become_unlimited: int
    stop_being_unlimited: int
    names: tuple[tuple[str, str, bool], ...]
    turned: tuple[tuple[str, str, bool], ...] = ()

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


@dataclass(frozen=True)
class _ClassChange:
    """What becomes of the products of one class: their bounds before and after."""

    policy_class: int
    before: Bounds
    after: Bounds

    @property
    def becomes_buyable(self) -> bool:
        """Whether what is free between the two bounds can be bought after, and not before."""
        return self.after.buyable_from < self.before.buyable_from

    @property
    def stays_limited(self) -> bool:
        """Whether its units are counted before and after."""
        return self.before.is_limited and self.after.is_limited

    @property
    def turns(self) -> bool:
        """Whether it becomes unlimited, or stops being it."""
        return self.before.is_unlimited != self.after.is_unlimited


# What changes is what is free between the bound of before and that of after: a range of the index for each class.
_CHANGED = "level.free_for_sale >= bounds.low AND level.free_for_sale < bounds.high"
_TURNED = "bounds.turns AND level.free_for_sale >= '-Infinity'"
# A product that stays limited gains what the threshold falls by; between the thresholds it is added up.
_COUNTED = f"""
    SELECT
        bounds.class_id,
        (SELECT count(*) FROM {{levels}} AND {_CHANGED}),
        CASE WHEN bounds.turns THEN (SELECT count(*) FROM {{levels}} AND level.free_for_sale >= '-Infinity') END,
        CASE WHEN bounds.counts THEN (
            SELECT count(*) FROM {{levels}} AND level.free_for_sale >= greatest(bounds.was, bounds.will)
        ) END,
        CASE WHEN bounds.counts THEN (
            SELECT coalesce(sum(abs(level.free_for_sale - least(bounds.was, bounds.will))), 0) FROM {{levels}}
            AND level.free_for_sale > least(bounds.was, bounds.will) AND level.free_for_sale < greatest(bounds.was, bounds.will)
        ) END
    FROM {{bounds}} AS bounds
"""  # noqa: S608  our own text
_LEVELS = "catalog_stocklevel AS level WHERE level.stock_id = {stock:d} AND level.policy_class_id = bounds.class_id"


def configuration_effect(
    before: ConfiguredPolicy, after: ConfiguredPolicy, *, stocks: Iterable[Stock]
) -> tuple[StockEffect, ...]:
    """Return the effect of going from policy `before` to `after`, for each stock. At most seven queries a stock."""
    changes = _class_changes(before, after)
    return tuple(_effect(changes, stock) for stock in stocks)


def _class_changes(before: ConfiguredPolicy, after: ConfiguredPolicy) -> dict[int, _ClassChange]:
    # A class with values of its own in place of all that changes does not hear of it.
    changed = {
        setting.name for setting in PRODUCT_SETTINGS if getattr(before, setting.name) != getattr(after, setting.name)
    }
    every = (
        PolicyClass.objects.exclude(own__has_keys=changed)
        .annotate(text=Cast("own", TextField()))
        .values_list("pk", "text")
    )
    found = (_ClassChange(pk, class_bounds(own, before), class_bounds(own, after)) for pk, own in every)
    return {change.policy_class: change for change in found if change.before != change.after}


def _in_sql(changes: Iterable[_ClassChange]) -> Sql:
    rows = [
        (
            change.policy_class,
            *sorted((change.before.buyable_from, change.after.buyable_from)),
            change.before.threshold,
            change.after.threshold,
            change.stays_limited and change.before.threshold != change.after.threshold,
            change.turns,
        )
        for change in changes
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    kinds = ("bigint", "numeric", "numeric", "numeric", "numeric", "boolean", "boolean")
    given = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return f"(SELECT * FROM unnest({given}) AS given (class_id, low, high, was, will, counts, turns))", tuple(columns)  # noqa: S608  our own text


def _effect(changes: Mapping[int, _ClassChange], stock: Stock) -> StockEffect:
    if not changes:
        return StockEffect(stock.name, 0, 0, ZERO, 0, 0, ())
    bounds, values = _in_sql(changes.values())
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(bounds=bounds, levels=_LEVELS.format(stock=stock.pk)), values)
        rows = [(changes[pk], *counted) for pk, *counted in cursor.fetchall()]
    gained = sum(products for change, products, *_ in rows if change.becomes_buyable)
    lost = sum(products for change, products, *_ in rows if not change.becomes_buyable)
    levels = StockBounds(stock.pk, (bounds, values))
    becoming = sum(every for change, _, every, *_ in rows if change.turns and change.after.is_unlimited)
    stopping = sum(every for change, _, every, *_ in rows if change.turns and change.before.is_unlimited)
    return StockEffect(
        stock=stock.name,
        become_buyable=gained,
        stop_being_buyable=lost,
        more_units=sum(
            (_more(change, above, between) for change, _, _, above, between in rows if above is not None), ZERO
        ),
        become_unlimited=becoming,
        stop_being_unlimited=stopping,
        names=_named(changes, levels, _CHANGED, attrgetter("becomes_buyable")) if gained or lost else (),
        turned=_named(changes, levels, _TURNED, attrgetter("after.is_unlimited")) if becoming or stopping else (),
    )


def _more(change: _ClassChange, above: int, between: Decimal) -> Decimal:
    """Return the salable units that a class gains: `above` products are above both thresholds, `between` are units between."""
    fall = change.before.threshold - change.after.threshold
    return above * fall + (between if fall > 0 else -between)


def _named(
    changes: Mapping[int, _ClassChange], levels: StockBounds, which: str, becomes: Callable[[_ClassChange], bool]
) -> tuple[tuple[str, str, bool], ...]:
    """Return the first products of the levels for `which` the text holds, each with what the change of its class becomes."""
    products = Product.objects.order_by("name", "pk")
    if len(changes) > FEW_CHANGES:
        condition = Q(pk__in=levels.products(which))  # so many bounds are not looked through row by row
    else:
        ids = levels.few(which)
        condition = Q(levels.holds(which) if ids is None else among(ids))
    first = products.filter(condition).values_list("pk", flat=True)[:NAMED]
    classes = StockLevel.objects.filter(stock=levels.stock_id, product=OuterRef("pk")).values("policy_class")
    named = products.filter(pk__in=list(first)).annotate(policy_class=Subquery(classes))
    return tuple(
        (name, sku, becomes(changes[pk])) for name, sku, pk in named.values_list("name", "sku", "policy_class")
    )


@dataclass(frozen=True)
class StockTotals:
    """What a stock can sell: products that can be bought, and salable units of those that are limited and managed."""

    buyable: int = 0
    units: Decimal = ZERO


def stock_totals(stock: Stock, configured: ConfiguredPolicy) -> StockTotals:
    """Return what the stock can sell now. Two queries."""
    found = stock_bounds(stock.pk, configured)
    bounds, values = found.bounds
    above = "level.free_for_sale > bounds.threshold"
    units = found.of_each(above, "sum(level.free_for_sale) - count(*) * bounds.threshold")
    text = f"""
        SELECT
            coalesce(sum({found.of_each(BUYABLE)}), 0)::bigint,
            coalesce(sum({units}) FILTER (WHERE bounds.is_limited), 0)
        FROM {bounds} AS bounds
    """  # noqa: S608  our own text
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return StockTotals(*cursor.fetchone())


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
