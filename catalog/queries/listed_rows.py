"""What is asked of the database for a listing: candidates in their order, and of each, while the page fills, whether it is shown.

In two steps, one within the other. What is listed in a department or found by a search comes from indexes; whether the website
sells it, and its stock, does not, and that of a configurable product is asked of each variant. So these are asked of those alone
that come first (docs/decisions/0087).
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.expressions import RawSQL

from catalog.models import Product
from catalog.models.product import ProductType
from catalog.queries.availability import OfProduct
from catalog.queries.listed_candidates import Candidates, Order, candidates_in_sql
from catalog.queries.prepared import Compiled
from catalog.queries.salable import for_sale, offered, there_is

_BOUND = {Order.PRICE: "lowest", Order.PRICE_DOWN: "highest"}
# The candidate at hand.
_ID = "listed.id"


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
    source, values = candidates_in_sql(candidates, order, looked_at + 1)
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


type _Asked = tuple[str, int]


def _shown(website: int, stocked: Stocked) -> tuple[str, tuple[Any, ...]]:
    parts = [part for part in (stocked.holds, stocked.holds_not) if part is not None]
    kind = tuple((part.sql, len(part.params)) for part in parts)
    text, values = _check(kind).text(website, *(value for part in parts for value in part.params))
    return f"coalesce(({text}), FALSE)", values


@lru_cache
def _check(asked: tuple[_Asked, ...]) -> Compiled[Any]:
    def make(website: int, *params: Any) -> QuerySet[Any, Any]:
        given = iter(params)
        parts = [OfProduct(sql, islice(given, count)) for sql, count in asked]
        at_hand = Product.objects.filter(for_sale(website), has_level(website, *parts) if parts else Q(), pk=_at_hand())
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
