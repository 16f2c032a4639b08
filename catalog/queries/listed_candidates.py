"""Which products a listing reads before it asks whether they are sold: what departments and words narrow to, in their order.

All that is asked here of many products stands in indexes (docs/decisions/0087).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from catalog.models import PriceRange, Product
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import OfProduct, among
from catalog.queries.prepared import Compiled, Value
from catalog.queries.product_search import answers


class Order(Enum):
    """What candidates are read by; configurable products by the lowest or the highest price of their variants.

    Between these two lies what a shopper pays.
    """

    ANY = auto()
    KEY = auto()
    NEWEST = auto()
    NAME = auto()
    PRICE = auto()
    PRICE_DOWN = auto()

    @property
    def is_by_price(self) -> bool:
        """Whether it reads by bounds."""
        return self in {Order.PRICE, Order.PRICE_DOWN}


# Total orders: without the key two pages could show the same product.
_COLUMNS = {
    Order.ANY: (),
    Order.KEY: ("pk",),
    Order.NEWEST: ("-created_at", "-pk"),
    Order.NAME: ("name", "pk"),
    Order.PRICE: ("lowest", "pk"),
    Order.PRICE_DOWN: ("-highest", "-pk"),
}
_RANGE = PriceRange.objects.filter(product=OuterRef("pk"))
_BOUNDS: dict[bool | None, dict[str, Any]] = {
    # Not joined: most products have none.
    None: {
        name: Case(When(product_type=ProductType.CONFIGURABLE, then=Subquery(_RANGE.values(name))), default=F("price"))
        for name in ("lowest", "highest")
    },
    False: {name: F("price") for name in ("lowest", "highest")},
    True: {name: F(f"price_range__{name}") for name in ("lowest", "highest")},
}
_MERGED = {Order.PRICE: "lowest, id", Order.PRICE_DOWN: "highest DESC, id DESC"}


@dataclass(frozen=True)
class Candidates:
    """Enabled products that catalog or search show; whether `website` sells them is asked later.

    `departments`: in one of them; `ids`: one of these; `words`: what to look up, and what to ask of what that found
    (`SearchQuestion`). None, or no words: not narrowed so. `is_named`: departments and words narrow to so few that all of these are
    looked up and sorted, not so many that enough of them are met along the order.
    """

    website: int
    shown_in: Visibility
    departments: tuple[int, ...] | None = None
    ids: tuple[int, ...] | None = None
    words: tuple[str, ...] = ()
    is_named: bool = False


def is_few(departments: tuple[int, ...], most: int) -> bool:
    """Return whether no more than `most` products stand in the departments. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM ({_INSIDE} LIMIT 1 OFFSET %s) AS beyond", [_as_text(departments), most])
        return not cursor.fetchall()


# What is narrowed to, named as a whole and looked up by key, instead of asked of each product along the order. Not IN: a set of it
# that outgrows the memory of a question is gone through for each row.
_INSIDE = "SELECT product_id FROM catalog_product_categories WHERE category_id = ANY (%s::bigint[])"
_FOUND = (
    "SELECT product_id FROM catalog_productsearch WHERE words @@ %s::tsquery",
    "SELECT product_id FROM catalog_productsearch WHERE words @@ %s::tsquery AND ts_match_vq(words, %s::tsquery)",
)


@dataclass(frozen=True)
class _Kind:
    """What makes another statement of candidates. `is_configurable` None: both."""

    order: Order
    in_departments: bool
    by_ids: bool
    questions: int
    is_named: bool
    is_configurable: bool | None = None


def candidates_in_sql(candidates: Candidates, order: Order, most: int) -> tuple[str, list[Any]]:
    """Return the text that reads the first `most` of them in the order, with its values: ids, and by price the bounds."""
    inside, ids, is_named = candidates.departments, candidates.ids, candidates.is_named
    kind = _Kind(order, inside is not None, ids is not None, len(candidates.words), is_named)
    asked: list[Value] = [candidates.shown_in.value]
    asked += [] if inside is None else [_as_text(inside) if is_named else inside]
    asked += [*([] if ids is None else [_as_text(ids)]), *candidates.words]
    is_merged = order.is_by_price and not is_named
    kinds = [replace(kind, is_configurable=each) for each in (False, True)] if is_merged else [kind]
    parts = [_candidates(each).text(*asked) for each in kinds]
    values = [value for _, each in parts for value in each]
    columns = "id, lowest, highest" if order.is_by_price else "id"
    if not is_merged:
        return f"SELECT * FROM ({parts[0][0]} LIMIT {most:d}) AS one ({columns})", values  # noqa: S608  our own text
    merged = " UNION ALL ".join(f"({text} LIMIT {most:d})" for text, _ in parts)
    return f"SELECT * FROM ({merged}) AS one (id, lowest, highest) ORDER BY {_MERGED[order]} LIMIT {most:d}", values  # noqa: S608


def _as_text(ids: tuple[int, ...]) -> str:
    """Return numbers as the text of an array."""
    return f"{{{','.join(map(str, ids))}}}"


def _one_of(named: str, asked: Sequence[str]) -> OfProduct:
    return OfProduct(f"{{product}} = ANY (ARRAY({named}))", asked)


@lru_cache
def _candidates(kind: _Kind) -> Compiled[Any]:
    def make(shown_in: str, *rest: Any) -> QuerySet[Any, Any]:
        given = iter(rest)
        # What the index `product_on_shelf` knows: no product is read.
        rows = Product.objects.filter(is_enabled=True, visibility__in=(shown_in, Visibility.BOTH))
        if kind.in_departments and kind.is_named:
            rows = rows.filter(_one_of(_INSIDE, [next(given)]))
        elif kind.in_departments:
            inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=next(given))
            rows = rows.filter(Exists(inside))
        if kind.by_ids:
            rows = rows.filter(among(next(given)))
        if kind.questions:
            words = [next(given) for _ in range(kind.questions)]
            rows = rows.filter(_one_of(_FOUND[len(words) - 1], words) if kind.is_named else answers(*words))
        if not kind.order.is_by_price:
            return rows.order_by(*_COLUMNS[kind.order]).values_list("pk")
        # An inner join: of an outer one the ranges could not be read first.
        which = {
            None: Q(),
            False: ~Q(product_type=ProductType.CONFIGURABLE),
            True: Q(price_range__lowest__isnull=False),
        }
        rows, bounds = rows.filter(which[kind.is_configurable]), _BOUNDS[kind.is_configurable]
        return rows.annotate(**bounds).order_by(*_COLUMNS[kind.order]).values_list("pk", *bounds)

    # What is best for one department or word is worst for another: planned each time.
    return Compiled(make, prepares=False)
