"""What the stocks of one product have of each other's shelves, by the rule: for pages that explain or preview levels.

The levels themselves are kept by the database (`catalog/sql/functions/shared_levels.sql`), which comes to the same.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import connection

from catalog.models import StockSourceLink
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level
from catalog.rules.shared_sources import Promise, shared_sources


@dataclass(frozen=True)
class SharedOut:
    """The levels by stock, each with what is elsewhere, and {stock: {other stock: units of the first one's shelf it has}}."""

    levels: dict[int, Level]
    elsewhere: Mapping[int, Mapping[int, Decimal]]


def shared_out(
    product_id: int,
    levels: Mapping[int, Level],
    *,
    counted: Mapping[int, Decimal],
    drawn_on: Mapping[int, Collection[int]],
) -> SharedOut:
    """Share the `counted` units {source: units} of one product out between the stocks of `levels`.

    `levels` are summed as if each stock were alone; `drawn_on` are the sources that hold the product, by stock. No query where
    no source has two stocks or nothing is promised, else two.
    """
    drawn_by = Counter(source for sources in drawn_on.values() for source in sources)
    is_promised = any(level.reserved for level in levels.values()) or any(units < 0 for units in counted.values())
    if not is_promised or max(drawn_by.values(), default=0) < 2:  # noqa: PLR2004  two stocks
        return SharedOut({stock: replace(level, elsewhere=ZERO) for stock, level in levels.items()}, {})
    linked: defaultdict[int, set[int]] = defaultdict(set)
    links = StockSourceLink.objects.filter(stock__in=levels).values_list("stock_id", "source_id")
    for stock, source in links:
        linked[stock].add(source)
    here = {stock: frozenset(linked[stock]) for stock in levels}
    # More given back than promised is free, and nobody's.
    reserved = {stock: max(level.reserved, ZERO) for stock, level in levels.items()}
    sharing = shared_sources(counted, here, _promises(product_id, reserved))
    return SharedOut(
        {
            stock: replace(level, elsewhere=level.on_hand - reserved[stock] - sharing.free[stock])
            for stock, level in levels.items()
        },
        sharing.elsewhere,
    )


def _promises(product_id: int, reserved: Mapping[int, Decimal]) -> list[Promise]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, stock, units FROM catalog_waiting_promises(%s)", [product_id])
        return promises_of((Promise(*row) for row in cursor.fetchall()), reserved)


def promises_of(waiting: Iterable[Promise], reserved: Mapping[int, Decimal]) -> list[Promise]:
    """Return what is `reserved` {stock: units}, line by line as `waiting` says it; what has no line comes last, by stock."""
    left = dict(reserved)
    promises = []
    for promise in waiting:
        part = min(promise.units, left.get(promise.stock, ZERO))
        if part > 0:
            promises.append(Promise(promise.line, promise.stock, part))
            left[promise.stock] -= part
    return [*promises, *(Promise(-stock, stock, units) for stock, units in sorted(left.items()) if units > 0)]
