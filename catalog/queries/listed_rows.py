"""What is asked of the database for a listing: candidates in their order, and of each, while the page fills, whether it is shown.

In two steps, one within the other. What a website lists of a department or a search comes from indexes; its stock does not, and
that of a configurable product is asked of each variant. So stock is asked of those alone that come first (docs/decisions/0087).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.expressions import RawSQL

from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import OfProduct, among
from catalog.queries.prepared import Compiled, Value
from catalog.queries.product_search import answers
from catalog.queries.salable import for_sale, offered, there_is


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
_BOUNDS = {False: {"lowest": F("price"), "highest": F("price")}}
_BOUNDS[True] = {name: F(f"price_range__{name}") for name in _BOUNDS[False]}
_BOUND = {Order.PRICE: "lowest", Order.PRICE_DOWN: "highest"}
_MERGED = {Order.PRICE: "lowest, id", Order.PRICE_DOWN: "highest DESC, id DESC"}
# The candidate at hand.
_ID = "listed.id"


@dataclass(frozen=True)
class Candidates:
    """Products that a website lists, shown in catalog or search.

    `departments`: in one of them; `ids`: one of these; `words`: what to look up, and what to ask of what that found
    (`SearchQuestion`). None, or no words: not narrowed so.
    """

    website: int
    shown_in: Visibility
    departments: tuple[int, ...] | None = None
    ids: tuple[int, ...] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stocked:
    """What is asked of the level of a candidate, or of one of its variants: that `holds` does, and for no variant `holds_not`.

    None: not asked. `is_bought` tells of which variants the price counts.
    """

    is_bought: OfProduct
    holds: OfProduct | None = None
    holds_not: OfProduct | None = None


@dataclass(frozen=True)
class Row:
    """A product that is shown. By price: what a shopper pays for one, and the bound by which it was read."""

    pk: int
    bound: Decimal = Decimal(0)
    price: Decimal = Decimal(0)


def shown_rows(
    candidates: Candidates, stocked: Stocked, order: Order, *, most: int, looked_at: int
) -> tuple[list[Row], bool]:
    """Return the first `most` of the candidates that are shown, and whether these are all that there are.

    `looked_at` candidates at the most. One query.
    """
    source, values = _source(candidates, order, looked_at + 1)
    price, of_prices = _price(candidates.website, stocked.is_bought) if order.is_by_price else ("", ())
    shown, of_shown = _shown(candidates.website, stocked)
    columns = f", listed.{_BOUND[order]}, {price}" if price else ""
    # In the order of the innermost part, which is read as far as it takes. The row behind the last tells that it is there.
    text = f"""
        SELECT {_ID}, listed.place{columns}
        FROM (SELECT found.*, row_number() OVER () AS place FROM ({source}) AS found) AS listed
        WHERE listed.place > {looked_at:d} OR {shown}
        LIMIT {most + 1:d}
    """  # noqa: S608  our own text
    with connection.cursor() as cursor:
        cursor.execute(text, (*of_prices, *values, *of_shown))
        found = cursor.fetchall()
    rows = [Row(pk, *prices) for pk, place, *prices in found if place <= looked_at]
    return rows[:most], len(rows) == len(found) <= most


@dataclass(frozen=True)
class _Kind:
    """What makes another statement of candidates. `is_configurable` None: both."""

    order: Order
    in_departments: bool
    by_ids: bool
    questions: int
    is_configurable: bool | None = None


def _source(candidates: Candidates, order: Order, most: int) -> tuple[str, list[Any]]:
    kind = _Kind(order, candidates.departments is not None, candidates.ids is not None, len(candidates.words))
    asked: list[Value] = [candidates.website, candidates.shown_in.value]
    asked += [] if candidates.departments is None else [candidates.departments]
    asked += [*([] if candidates.ids is None else [f"{{{','.join(map(str, candidates.ids))}}}"]), *candidates.words]
    kinds = [replace(kind, is_configurable=each) for each in (False, True)] if order.is_by_price else [kind]
    parts = [_candidates(each).text(*asked) for each in kinds]
    values = [value for _, each in parts for value in each]
    if not order.is_by_price:
        return f"SELECT * FROM ({parts[0][0]} LIMIT {most:d}) AS one (id)", values  # noqa: S608  our own text
    merged = " UNION ALL ".join(f"({text} LIMIT {most:d})" for text, _ in parts)
    return f"SELECT * FROM ({merged}) AS one (id, lowest, highest) ORDER BY {_MERGED[order]} LIMIT {most:d}", values  # noqa: S608


@lru_cache
def _candidates(kind: _Kind) -> Compiled[Any]:
    def make(website: int, shown_in: str, *rest: Any) -> QuerySet[Any, Any]:
        given = iter(rest)
        rows = Product.objects.filter(for_sale(website), visibility__in=(shown_in, Visibility.BOTH))
        if kind.in_departments:
            inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=next(given))
            rows = rows.filter(Exists(inside))
        if kind.by_ids:
            rows = rows.filter(among(next(given)))
        if kind.questions:
            rows = rows.filter(answers(*[next(given) for _ in range(kind.questions)]))
        if kind.is_configurable is None:
            return rows.order_by(*_COLUMNS[kind.order]).values_list("pk")
        # An inner join: of an outer one the ranges could not be read first.
        has_range = Q(price_range__lowest__isnull=False)
        rows = rows.filter(has_range if kind.is_configurable else ~Q(product_type=ProductType.CONFIGURABLE))
        bounds = _BOUNDS[kind.is_configurable]
        return rows.annotate(**bounds).order_by(*_COLUMNS[kind.order]).values_list("pk", *bounds)

    # What is best for one department or word is worst for another: planned each time.
    return Compiled(make, prepares=False)


type _Asked = tuple[str, int]


def _shown(website: int, stocked: Stocked) -> tuple[str, tuple[Any, ...]]:
    if stocked.holds is None:
        return "TRUE", ()
    holds, holds_not = stocked.holds, stocked.holds_not
    params = (*holds.params, *(() if holds_not is None else holds_not.params))
    kind = (holds.sql, len(holds.params)), None if holds_not is None else (holds_not.sql, len(holds_not.params))
    text, values = _check(*kind).text(website, *params)
    return f"coalesce(({text}), FALSE)", values


@lru_cache
def _check(holds: _Asked, holds_not: _Asked | None) -> Compiled[Any]:
    def make(website: int, *params: Any) -> QuerySet[Any, Any]:
        parts = OfProduct(holds[0], params[: holds[1]]), holds_not and OfProduct(holds_not[0], params[holds[1] :])
        at_hand = Product.objects.filter(has_level(website, *parts), pk=_at_hand())
        return at_hand.order_by().annotate(there=Constant(value=True)).values_list("there")[:1]

    return Compiled(make, prepares=False)


def _price(website: int, is_bought: OfProduct) -> tuple[str, tuple[Any, ...]]:
    """Return what a shopper pays for one: of the variants the cheapest that can be bought, else the cheapest that is offered."""
    bought, of_bought = _cheapest(is_bought.sql).text(website, *is_bought.params)
    offers, of_offers = _cheapest(None).text(website)
    text = f"""
        CASE WHEN listed.lowest = listed.highest THEN listed.lowest ELSE coalesce(({bought}), ({offers}), listed.lowest) END
    """
    return text, (*of_bought, *of_offers)


@lru_cache
def _cheapest(holds: str | None) -> Compiled[Any]:
    def make(website: int, *params: Any) -> QuerySet[Any, Any]:
        variants = Product.objects.filter(offered(website), variant_of=_at_hand())
        counted = variants if holds is None else variants.filter(OfProduct(holds, params))
        return counted.order_by("price").values_list("price")[:1]

    return Compiled(make, prepares=False)


def _at_hand() -> RawSQL:
    return RawSQL(_ID, ())  # noqa: S611  our own text


def has_level(website: int, holds: OfProduct, holds_not: OfProduct | None = None) -> Q:
    """Return the condition of a queryset of Product that `holds` is true of it, or of a variant of it that `website` offers.

    Of no variant may `holds_not` be true.
    """
    is_configurable = Q(product_type=ProductType.CONFIGURABLE)
    variants = Product.objects.filter(offered(website), variant_of=OuterRef("pk"))
    of_variants = there_is(variants.filter(holds))
    if holds_not is not None:
        of_variants &= ~there_is(variants.filter(holds_not))
    return (~is_configurable & Q(holds)) | (is_configurable & of_variants)
