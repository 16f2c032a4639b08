"""In which order products stand by their salable quantity in a stock, and by the units that they are owed.

Both are numbers that no column holds. Of few products they are worked out (`with_salable`, `with_owed`). Of a catalogue the first
are found by walking an index (`first_by_salable`): salable is free less the threshold of a policy class, so the rows of each class
stand in its order, and are merged (docs/decisions/0084). What has no number comes last, whichever way is asked for.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from catalog.models import Product
from catalog.models.fields import QuantityField
from catalog.queries.availability import OfProduct, stock_bounds
from catalog.queries.product_grid import SALABLE
from catalog.rules.in_force import ConfiguredPolicy

# Returns the ids of the first products, so many, in an order: all that have a number when they are fewer.
type Walk = Callable[[int], Sequence[int]]

# To learn how far down the last row stands at most, this share of what is asked for is read of each class, and at least so much.
SHARE, LEAST = 16, 200

_MANAGED = "coalesce((class.own ->> 'manage_stock')::boolean, %s)"
_OWED = "greatest(-level.free - greatest(-level.on_hand, 0), 0)"
_OWING = """
    FROM catalog_stocklevel AS level LEFT JOIN catalog_stockitem AS item ON item.product_id = level.product_id
    WHERE level.free < 0 AND coalesce(item.manage_stock, %s)
"""


def with_salable(products: QuerySet[Product], *, stock_id: int, configured: ConfiguredPolicy) -> QuerySet[Product]:
    """Let products be sorted by `salable_there`, as the grid shows it; NULL where nothing is shown. One query."""
    rows, values = stock_bounds(stock_id, configured).bounds
    text = f"""(
        SELECT {SALABLE} FROM catalog_stocklevel AS level
        JOIN {rows} AS bounds ON bounds.class_id = level.policy_class_id
        JOIN catalog_policyclass AS class ON class.id = level.policy_class_id
        WHERE {_MANAGED} AND level.sources_assigned > 0 AND level.stock_id = %s AND level.product_id = {{product}}
    )"""  # noqa: S608  our own text
    return products.alias(
        salable_there=OfProduct(text, (*values, configured.manage_stock, stock_id), of=QuantityField())
    )


def with_owed(products: QuerySet[Product], *, configured: ConfiguredPolicy) -> QuerySet[Product]:
    """Let products be sorted by `owed_there`, the units that all stocks owe of them; NULL where they owe none."""
    text = f"(SELECT nullif(sum({_OWED}), 0) {_OWING} AND level.product_id = {{product}})"
    return products.alias(owed_there=OfProduct(text, (configured.manage_stock,), of=QuantityField()))


def first_by_quantity(*, stock_id: int, descends: bool) -> Walk:
    """Return what finds the first products by what lies on the shelves of a stock. One query, which reads all its levels."""
    way = "DESC" if descends else "ASC"
    text = f"""
        SELECT product_id FROM catalog_stocklevel WHERE stock_id = %s AND sources_assigned > 0
        ORDER BY on_hand {way}, product_id {way} LIMIT %s
    """  # noqa: S608  our own text
    return lambda count: _ids(text, (stock_id, count))


def first_by_salable(*, stock_id: int, configured: ConfiguredPolicy, descends: bool) -> Walk:
    """Return what finds the first products by salable quantity in a stock: one query, or three where it has to go far."""
    rows, values = stock_bounds(stock_id, configured).bounds
    classes = f"""(
        SELECT bounds.* FROM {rows} AS bounds JOIN catalog_policyclass AS class ON class.id = bounds.class_id WHERE {_MANAGED}
    )"""  # noqa: S608  our own text
    given = (*values, configured.manage_stock)
    way = "DESC" if descends else "ASC"
    below = _side("NOT bounds.is_limited AND level.free_for_sale < bounds.threshold", classes, stock_id, way)
    above = _side("level.free_for_sale > bounds.threshold", classes, stock_id, way)
    zeros = _zeros(classes, stock_id, way)
    farthest = Decimal("-Infinity" if descends else "Infinity")
    parts: list[Walk] = [
        lambda count: _merged(below, given, count, farthest=farthest),
        lambda count: _ids(zeros, (*given, count)),
        lambda count: _merged(above, given, count, farthest=farthest),
    ]

    def first(count: int) -> Sequence[int]:
        found: list[int] = []
        for part in reversed(parts) if descends else parts:
            if (left := count - len(found)) > 0:
                found += part(left)
        return found

    return first


def first_by_owed(*, configured: ConfiguredPolicy, descends: bool) -> Walk:
    """Return what finds the first products by owed units. One query."""
    way = "DESC" if descends else "ASC"
    text = f"""
        SELECT level.product_id {_OWING} GROUP BY level.product_id HAVING sum({_OWED}) > 0
        ORDER BY sum({_OWED}) {way}, level.product_id {way} LIMIT %s
    """
    return lambda count: _ids(text, (configured.manage_stock, count))


def _side(condition: str, classes: str, stock_id: int, way: str) -> str:
    """Return the statement for what is above zero, or below: of each class the first rows of the index, merged.

    It finds (product, how manieth of its class, number), and takes the number of the farthest row, how many are read of each class,
    and how many are returned.
    """
    within = "<=" if way == "ASC" else ">="
    return f"""
        SELECT level.product_id, level.place, level.free_for_sale - bounds.threshold FROM {classes} AS bounds CROSS JOIN LATERAL (
            SELECT level.product_id, level.free_for_sale,
                   row_number() OVER (ORDER BY level.free_for_sale {way}, level.product_id {way}) AS place
            FROM catalog_stocklevel AS level
            WHERE level.stock_id = {stock_id:d} AND level.policy_class_id = bounds.class_id
              AND level.free_for_sale > '-Infinity' AND {condition} AND level.free_for_sale {within} bounds.threshold + %s
            ORDER BY level.free_for_sale {way}, level.product_id {way} LIMIT %s
        ) AS level
        ORDER BY level.free_for_sale - bounds.threshold {way}, level.product_id {way} LIMIT %s
    """  # noqa: S608  our own text


def _merged(text: str, values: tuple[Any, ...], count: int, *, farthest: Decimal) -> list[int]:
    """Return the first `count` of a side: of a class that gave all that were read more are read, as far as the last of them."""
    most = max(LEAST, count // SHARE)
    rows = _rows(text, (*values, farthest, min(most, count), count))
    if most < count and any(place == most for _, place, _ in rows):
        last = rows[-1][2] if len(rows) == count else farthest
        rows = _rows(text, (*values, last, count, count))
    return [pk for pk, *_ in rows]


def _zeros(classes: str, stock_id: int, way: str) -> str:
    """Return the statement for what shows a 0: sold out, not sold, from no source."""
    return f"""
        SELECT level.product_id FROM {classes} AS bounds
        JOIN catalog_stocklevel AS level ON level.policy_class_id = bounds.class_id
        WHERE level.stock_id = {stock_id:d} AND level.sources_assigned > 0 AND {SALABLE} = 0
        ORDER BY level.product_id {way} LIMIT %s
    """  # noqa: S608  our own text


def _ids(text: str, values: tuple[Any, ...]) -> list[int]:
    return [pk for (pk,) in _rows(text, values)]


def _rows(text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())
