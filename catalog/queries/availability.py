"""What is told of many products at once, for lists, filters and counts.

The rule is asked once for each policy class (`rules.salable.bounds`). SQL compares what is free for sale with them, and decides
nothing (docs/decisions/0057).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Field, Func, Q
from django.db.models.expressions import RawSQL

from catalog.models.product import ProductType
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.in_force import OWN_VALUES, ConfiguredPolicy, own_policy, stock_policy
from catalog.rules.product_setting import BACKORDER_LEAD_TIME, NOTIFY_STOCK_QTY
from catalog.rules.salable import Bounds, bounds

type Sql = tuple[str, tuple[Any, ...]]

# Up to here they are looked up one by one, and counted soon; as many as a grid counts at all. Where more match, every hundredth row
# of a million does, and a page is found soon.
FEW = 10_000
# So few classes are judged by each who asks sooner than they are looked up, and found in an array sooner than in a table.
FEW_CLASSES = 500
NOT_ASKED = frozenset({NOTIFY_STOCK_QTY.name, BACKORDER_LEAD_TIME.name})
_KINDS = {
    "class_id": "bigint",
    "buyable_from": "numeric",
    "in_stock_from": "numeric",
    "threshold": "numeric",
    "is_limited": "boolean",
}
_COLUMNS = ", ".join([*_KINDS][1:])
# The bounds that are kept, and the classes that have none yet.
_STANDING = """
    SELECT judged.id, class.id, class.own::text
    FROM (SELECT max(id) AS id, coalesce(max(judged_before), 0) AS before FROM catalog_judgedpolicy WHERE configured = %s) AS judged
    LEFT JOIN catalog_policyclass AS class ON class.made_in >= judged.before AND NOT EXISTS (
        SELECT FROM catalog_policybounds AS kept WHERE kept.judged_policy_id = judged.id AND kept.policy_class_id = class.id
    )
"""
REACHES = {
    AvailabilityStatus.IN_STOCK: "level.free_for_sale >= bounds.in_stock_from",
    AvailabilityStatus.ON_BACKORDER: (
        "level.free_for_sale >= bounds.buyable_from AND level.free_for_sale < bounds.in_stock_from"
    ),
    AvailabilityStatus.OUT_OF_STOCK: "level.free_for_sale < bounds.buyable_from",
}
BUYABLE = "level.free_for_sale >= bounds.buyable_from"


# Of a shop with few classes; of one with many they are kept.
@lru_cache(maxsize=4_096)
def class_bounds(own: str, configured: ConfiguredPolicy) -> Bounds:
    """Return what the rule says of a class, whose own values are given as the database writes them, under a configuration."""
    stored = (
        dict.fromkeys(OWN_VALUES) | {"is_qty_decimal": False} | json.loads(own, parse_float=Decimal, parse_int=_number)
    )
    return bounds(stock_policy(own_policy(stored), configured))


def _number(text: str) -> Any:
    return Decimal(text)


def policy_key(configured: ConfiguredPolicy) -> str:
    """Return the text by which bounds of a configured policy are kept: availability asks for neither notify level nor lead time."""
    asked = {name: value for name, value in asdict(configured).items() if name not in NOT_ASKED}
    return json.dumps({name: None if value is None else str(value) for name, value in asked.items()}, sort_keys=True)


def missing_bounds(configured: ConfiguredPolicy) -> tuple[int | None, dict[int, Bounds]]:
    """Return under which id bounds are kept (None: they are not), and {class: bounds} of those that are not. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [policy_key(configured)])
        rows = cursor.fetchall()
    return rows[0][0], {pk: class_bounds(own, configured) for _, pk, own in rows if pk is not None}


def _in_sql(judged: int | None, missing: Mapping[int, Bounds]) -> Sql:
    """Return a row source of `_KINDS`: the bounds that are kept, and those that are not."""
    arrays = ", ".join(f"%s::{kind}[]" for kind in _KINDS.values())
    given = f"SELECT * FROM unnest({arrays}) AS given (class_id, {_COLUMNS})"  # noqa: S608  our own text
    values = tuple(_in_arrays(missing).values())
    if judged is None:
        return f"({given})", values
    kept = f"SELECT policy_class_id AS class_id, {_COLUMNS} FROM catalog_policybounds WHERE judged_policy_id = %s"  # noqa: S608  our own text
    return (f"({kept} UNION ALL {given})", (judged, *values)) if missing else (f"({kept})", (judged,))


def _in_arrays(found: Mapping[int, Bounds]) -> dict[str, str]:
    columns: dict[str, Iterable[object]] = {"class_id": found}
    columns |= {name: [getattr(each, name) for each in found.values()] for name in _KINDS if name not in columns}
    return {name: f"{{{','.join(map(str, values))}}}" for name, values in columns.items()}


class OfProduct(Func):
    """A condition on the product of a row, or a value `of` a kind: `sql` with `{product}` for its id, after all of `params`."""

    def __init__(self, sql: str, params: Iterable[Any], *, of: Field[Any, Any] | None = None) -> None:
        super().__init__(F("pk"), output_field=of or BooleanField())
        self.sql, self.params = sql, tuple(params)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **_named: Any) -> Any:  # noqa: ARG002  Django's signature
        """Return text and parameters, as Django asks for them."""
        product, _params = compiler.compile(self.source_expressions[0])
        return self.sql.replace("{product}", product), self.params

    @property
    def identity(self) -> tuple[Any, ...]:
        """Two conditions are the same when their text and what is in it are."""
        return (type(self), self.sql, repr(self.params))


@dataclass(frozen=True)
class StockBounds:
    """The levels of one stock beside the bounds of their classes, as a configuration has them (`stock_bounds`)."""

    stock_id: int
    bounds: Sql
    # The same by columns, as text of arrays, where few come with the query; None where there are many, or some are kept.
    given: Mapping[str, str] | None = None

    def levels(self, condition: str) -> Sql:
        """Return FROM and WHERE of the levels for which the condition on `level` and `bounds` holds."""
        rows, values = self.bounds
        joined = f"{rows} AS bounds JOIN catalog_stocklevel AS level ON level.policy_class_id = bounds.class_id"
        return f"FROM {joined} WHERE level.stock_id = %s AND {condition}", (*values, self.stock_id)

    def of_each(self, condition: str, summed: str = "count(*)") -> str:
        """Return the subquery that sums up the levels of each of `bounds` for which the condition holds.

        A range of the index for each class: cheaper than to join every level with its class.
        """
        own = f"level.stock_id = {self.stock_id:d} AND level.policy_class_id = bounds.class_id"
        return f"(SELECT {summed} FROM catalog_stocklevel AS level WHERE {own} AND {condition})"  # noqa: S608  our own text

    def holds(self, condition: str) -> OfProduct:
        """Return for querysets of Product whether the condition holds for its level: asked row by row, in whatever order they come.

        A value and not a join: the planner then walks along the order that is asked for, and stops with the page.
        """
        rows, values = (
            _of_class(condition, self.given)
            if self.given
            else (
                f"JOIN {self.bounds[0]} AS bounds ON bounds.class_id = level.policy_class_id",
                self.bounds[1],
            )
        )
        return OfProduct(
            f"coalesce((SELECT {condition} FROM catalog_stocklevel AS level {rows}"  # noqa: S608  our own text
            " WHERE level.stock_id = %s AND level.product_id = {product}), FALSE)",
            (*values, self.stock_id),
        )

    def products(self, condition: str) -> RawSQL:
        """Return the query for the ids of the products for whose level the condition holds."""
        source, values = self.levels(condition)
        return RawSQL(f"SELECT level.product_id {source}", values)  # noqa: S611  our own text

    def few(self, condition: str, most: int | None = None) -> list[int] | None:
        """Return the ids of the products for whose level the condition holds; None when there are more than `most`, a few.

        A range of the index for each class, as in `of_each`. One query.
        """
        most = FEW if most is None else most
        rows, values = self.bounds
        own = f"level.stock_id = {self.stock_id:d} AND level.policy_class_id = bounds.class_id"
        of_each = f"SELECT level.product_id FROM catalog_stocklevel AS level WHERE {own} AND {condition} OFFSET 0"  # noqa: S608  our own text
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT product_id FROM {rows} AS bounds CROSS JOIN LATERAL ({of_each}) AS found LIMIT {most + 1}",  # noqa: S608  the same
                values,
            )
            ids = [pk for (pk,) in cursor.fetchall()]
        return None if len(ids) > most else ids


def _of_class(condition: str, given: Mapping[str, str]) -> Sql:
    """Return what to join `level` with: the bounds of its class that the condition names, by their place in arrays.

    A row source of a few dozen rows would be gone through for each level.
    """
    asked = {name: given[name] for name in _KINDS if f"bounds.{name}" in condition}
    columns = ", ".join(f"(%s::{_KINDS[name]}[])[place.at] AS {name}" for name in asked)
    place = "SELECT array_position(%s::bigint[], level.policy_class_id) AS at WHERE level.policy_class_id = ANY (%s::bigint[])"
    ids = given["class_id"]
    return f"CROSS JOIN LATERAL (SELECT {columns} FROM ({place}) AS place) AS bounds", (*asked.values(), ids, ids)  # noqa: S608  our own text


def stock_bounds(stock_id: int, configured: ConfiguredPolicy) -> StockBounds:
    """Return the bounds in a stock under a configuration. One query."""
    judged, missing = missing_bounds(configured)
    is_few = judged is None and len(missing) <= FEW_CLASSES
    return StockBounds(stock_id, _in_sql(judged, missing), _in_arrays(missing) if is_few else None)


def among(ids: Iterable[int] | str) -> OfProduct:
    """Return for querysets of Product whether the product is one of `ids`, given as numbers or as the text of an array."""
    return OfProduct("{product} = ANY (%s::bigint[])", (ids if isinstance(ids, str) else list(ids),))


def told(status: AvailabilityStatus, *, stock_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition of a queryset of Product that the status is told of it in the stock: two queries.

    Of an enabled product, wherever it is sold. What has no level in the stock is Out of Stock, and so is what is disabled.
    """
    found = stock_bounds(stock_id, configured)
    if status is AvailabilityStatus.OUT_OF_STOCK:
        return ~Q(found.holds(BUYABLE))
    ids = found.few(REACHES[status])
    return Q(found.holds(REACHES[status])) if ids is None else Q(among(ids))


def status_counts(*, stock_id: int, configured: ConfiguredPolicy) -> dict[AvailabilityStatus, int]:
    """Return of how many enabled products that hold stock each status is told in the stock. Two queries."""
    source, values = stock_bounds(stock_id, configured).levels(BUYABLE)
    text = f"""
        SELECT
            (SELECT count(*) FROM catalog_product WHERE is_enabled AND product_type <> '{ProductType.CONFIGURABLE.value}'),
            count(*), count(*) FILTER (WHERE {REACHES[AvailabilityStatus.IN_STOCK]})
        {source}
    """  # noqa: S608  our own text
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        every, buyable, in_stock = cursor.fetchone()
    return {
        AvailabilityStatus.IN_STOCK: in_stock,
        AvailabilityStatus.ON_BACKORDER: buyable - in_stock,
        AvailabilityStatus.OUT_OF_STOCK: every - buyable,
    }
