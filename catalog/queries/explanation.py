"""How a product's salable quantities come about, from the rows: a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection

from catalog.models import Product, SourceItem, Stock, StockItem, StockSourceLink
from catalog.queries.promised_day import outlooks
from catalog.queries.salable import SalableInStock
from catalog.queries.shared_sources import shared_out
from catalog.rules.explanation import Elsewhere, Explanation, Hold, Origin, Share, not_counted, origin_of
from catalog.rules.in_force import Configuration, OwnPolicy, stock_policy
from catalog.rules.product_setting import BACKORDERS, MIN_QTY
from catalog.rules.promised_day import Outlook
from catalog.rules.quantity import ZERO

MOST_ORDERS = 200
# Rows that name no order are few and always shown; of the orders the oldest, with the totals of all beside them.
_HOLDS = """
    WITH held AS (
        SELECT stock_id, order_number, CASE order_number WHEN '' THEN event_type ELSE '' END AS event,
               min(created_at) AS since, -sum(quantity) AS units, (order_number <> '')::int AS is_order
        FROM catalog_reservation WHERE product_id = %s GROUP BY 1, 2, 3 HAVING sum(quantity) <> 0
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY stock_id, is_order ORDER BY since, order_number) AS number,
               count(*) OVER of_its_kind AS orders, sum(units) OVER of_its_kind AS all_units
        FROM held WINDOW of_its_kind AS (PARTITION BY stock_id, is_order)
    )
    SELECT stock_id, order_number, event, since, units, is_order, orders, all_units
    FROM ranked WHERE is_order = 0 OR number <= %s
    ORDER BY stock_id, is_order DESC, since, order_number
"""


@dataclass(frozen=True)
class ExplainedStock:
    """One stock: the number `shown`, made of `explanation`, where threshold and backorder mode come from, and what is to come."""

    shown: SalableInStock
    explanation: Explanation
    threshold_from: Origin
    backorders_from: Origin
    outlook: Outlook


@dataclass
class _Held:
    holds: list[Hold]
    more_orders: int = 0
    more_units: Decimal = ZERO


def explain_salable(
    product: Product, *, configuration: Configuration, most: int = MOST_ORDERS
) -> tuple[ExplainedStock, ...]:
    """Return every stock that the product is assigned to or promised from, the Default Stock first.

    Six queries, and two more where stocks share what is promised. At most `most` orders a stock are listed; the others are
    counted and added up.
    """
    item = StockItem.objects.filter(product=product).first()
    own = OwnPolicy() if item is None else item.own_policy()
    policy = stock_policy(own, configuration.configured_policy())
    items = list(SourceItem.objects.filter(product=product).select_related("source").order_by("source__name", "pk"))
    links: defaultdict[int, set[int]] = defaultdict(set)
    for stock_id, source_id in StockSourceLink.objects.filter(source__items__product=product).values_list(
        "stock_id", "source_id"
    ):
        links[stock_id].add(source_id)
    held = _held(product, most)
    stocks = list(Stock.objects.filter(pk__in=links.keys() | held.keys()).order_by("-is_default", "name", "pk"))
    explanations = {stock.pk: _explanation(items, links[stock.pk], held.get(stock.pk, _Held([]))) for stock in stocks}
    explanations = _with_others(product, stocks, explanations, items, links)
    comes = outlooks([(stock.pk, product.pk) for stock in stocks])
    return tuple(
        ExplainedStock(
            shown=SalableInStock(stock.name, explanations[stock.pk].level, policy, product.is_enabled),
            explanation=explanations[stock.pk],
            threshold_from=origin_of(MIN_QTY, own, configuration.found[MIN_QTY.path]),
            backorders_from=origin_of(BACKORDERS, own, configuration.found[BACKORDERS.path]),
            outlook=comes[stock.pk, product.pk],
        )
        for stock in stocks
    )


def _explanation(items: list[SourceItem], linked: set[int], found: _Held) -> Explanation:
    return Explanation(
        shares=_shares(items, linked),
        holds=tuple(found.holds),
        more_orders=found.more_orders,
        more_units=found.more_units,
    )


def _with_others(
    product: Product,
    stocks: list[Stock],
    explanations: dict[int, Explanation],
    items: list[SourceItem],
    links: Mapping[int, set[int]],
) -> dict[int, Explanation]:
    """Say of each stock what the others have of its shelf."""
    counts = [item for item in items if item.is_in_stock and item.source.is_enabled]
    counted = {item.source_id: item.quantity for item in counts}
    levels = {pk: explanation.level for pk, explanation in explanations.items()}
    shared = shared_out(product.pk, levels, counted=counted, drawn_on={pk: links[pk] for pk in levels})
    names = {stock.pk: stock.name for stock in stocks}
    found = {}
    for pk, explanation in explanations.items():
        others = []
        for other, units in shared.elsewhere.get(pk, {}).items():
            both = [item for item in counts if item.source_id in links[pk] & links[other]]
            lying = sum((item.quantity for item in both), ZERO)
            others.append(Elsewhere(names[other], tuple(item.source.name for item in both), lying, units))
        found[pk] = replace(explanation, elsewhere=shared.levels[pk].elsewhere, others=tuple(others))
    return found


def _shares(items: list[SourceItem], linked: set[int]) -> tuple[Share, ...]:
    shares = (
        Share(
            item.source.name,
            item.source.code,
            item.quantity,
            not_counted(
                is_linked=item.source_id in linked,
                is_enabled=item.source.is_enabled,
                is_in_stock=item.is_in_stock,
            ),
        )
        for item in items
    )
    return tuple(sorted(shares, key=lambda share: share.not_counted is not None))


def _held(product: Product, most: int) -> dict[int, _Held]:
    found: defaultdict[int, _Held] = defaultdict(lambda: _Held([]))
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, [product.pk, most])
        for stock_id, number, event, since, units, is_order, orders, all_units in cursor.fetchall():
            held = found[stock_id]
            held.holds.append(Hold(number, event, since, units))
            if is_order:
                held.more_orders, held.more_units = orders, all_units
    for held in found.values():
        listed = [hold for hold in held.holds if hold.order_number]
        held.more_orders -= len(listed)
        held.more_units -= sum((hold.units for hold in listed), ZERO)
    return dict(found)
