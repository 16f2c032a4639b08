"""The products that a shopper is shown: those that can be bought, sorted and searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Product, Stock, Website
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import BUYABLE, OfProduct, among, stock_bounds
from catalog.queries.prepared import Compiled, Value
from catalog.queries.product_search import answers, search_question
from catalog.queries.salable import for_sale, offered, there_is
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration, ConfiguredPolicy


class Sort(Enum):
    """The orders a listing can be read in; the value is what the address says."""

    FEATURED = "featured"
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"
    PRICE_DOWN = "price-down"


# Total orders: without the key two pages could show the same product.
ORDERS = {
    Sort.FEATURED: ("pk",),
    Sort.NEWEST: ("-created_at", "-pk"),
    Sort.NAME: ("name", "pk"),
    Sort.PRICE: ("price", "pk"),
    Sort.PRICE_DOWN: ("-price", "-pk"),
}


# Up to here all that a search found are asked for at once, and counted while they are there.
FEW_FOUND = 5_000


class _Search(Enum):
    """How what is searched for is asked: by the ids that were found, by one question or by two (`SearchQuestion`)."""

    BY_IDS = 1
    BY_INDEX = 2
    BY_INDEX_AND_ROW = 3


@dataclass(frozen=True)
class _Kind:
    """What makes another statement of it. `sort` None: in any order.

    `holds` is the text of the condition that a product can be bought, None: not asked.
    """

    sort: Sort | None
    in_departments: bool
    search: _Search | None
    holds: str | None


class ProductListing:
    """The ids of the products that `website` sells and its listings show, in the order of its kind."""

    def __init__(self, kind: _Kind, asked: Sequence[Value], *, finds_nothing: bool) -> None:
        """Take note of what to ask."""
        self._kind, self._asked = kind, asked
        self._found: list[int] | None = [] if finds_nothing else None

    def count(self, most: int) -> int:
        """Return how many there are, `most` at the most. One query."""
        if self._found is None and self._kind.search is _Search.BY_IDS:
            self._found = _ids(self._kind).between(0, most, *self._asked)
        return (
            _ids(replace(self._kind, sort=None)).count(most, *self._asked) if self._found is None else len(self._found)
        )

    def __getitem__(self, part: slice) -> list[int]:
        """Return a part of them. One query, none for what was found and counted."""
        start, end = part.start or 0, part.stop
        if self._found is not None:
            return self._found[start:end]
        return _ids(self._kind).between(start, end, *self._asked)


def _as_text(value: Value) -> str:
    """Return the value, numbers as the text of an array."""
    return (
        value
        if isinstance(value, str)
        else f"{{{','.join(map(str, value if isinstance(value, Sequence) else [value]))}}}"
    )


def product_listing(
    *,
    website: Website,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
    categories: Sequence[int] | None = None,
    words: str | None = None,
    sort: Sort = Sort.FEATURED,
) -> ProductListing:
    """Return the products that `website` sells and its listings show, in `sort` order.

    `categories` keeps to these category ids (None: all products); `words` finds by every word of name, SKU, description and
    department, a configurable product by the SKU of a variant too (None: no search). With "Display Out of Stock Products" off,
    what cannot be bought in `stock` by the customer `group` is left out; a configurable product stays while one of its variants
    can be bought. One query for that, and two or three for what is searched for.
    """
    shown_in = Visibility.CATALOG if words is None else Visibility.SEARCH
    search, searched = _searched(words) if words else (None, ())
    asked: list[Value] = [website.pk, shown_in.value, *([] if categories is None else [categories]), *searched]
    holds = None
    if not configuration.flag(declared.SHOW_OUT_OF_STOCK):
        condition = stock_bounds(stock.pk, configuration.configured_policy(group)).holds(BUYABLE)
        holds = condition.sql
        asked += condition.params
    kind = _Kind(sort, categories is not None, search, holds)
    return ProductListing(kind, asked, finds_nothing=categories == [] or bool(words and not searched))


def _searched(words: str) -> tuple[_Search | None, tuple[str, ...]]:
    """Return how to ask for `words`, and with what: with nothing where nothing is found."""
    question = search_question(words, in_shop=True)
    if question is None:
        return None, ()
    if question.about is not None and question.about <= FEW_FOUND:
        ids = question.found(FEW_FOUND + 1)
        if len(ids) <= FEW_FOUND:
            return _Search.BY_IDS, (_as_text(ids),) if ids else ()
    if question.others:
        return _Search.BY_INDEX_AND_ROW, (question.rare, question.others)
    return _Search.BY_INDEX, (question.rare,)


@lru_cache
def _ids(kind: _Kind) -> Compiled[int]:
    """Return what is asked for a listing of this kind, put into SQL once."""

    def make(website: int, shown_in: str, *rest: Any) -> QuerySet[Product, int]:
        given = iter(rest)
        rows = Product.objects.filter(for_sale(website), visibility__in=(shown_in, Visibility.BOTH))
        if kind.in_departments:
            inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=next(given))
            rows = rows.filter(Exists(inside))
        match kind.search:
            case _Search.BY_IDS:
                rows = rows.filter(among(next(given)))
            case _Search.BY_INDEX:
                rows = rows.filter(answers(next(given)))
            case _Search.BY_INDEX_AND_ROW:
                rows = rows.filter(answers(next(given), next(given)))
        if kind.holds is not None:
            rows = rows.filter(_buyable(OfProduct(kind.holds, given), website))
        # Ids only: sorting 100,000 rows is quick while they do not carry their descriptions.
        return rows.order_by(*ORDERS[kind.sort] if kind.sort else ()).values_list("pk", flat=True)

    # What is best for one department or word is worst for another: planned each time.
    return Compiled(make, prepares=False)


def shown_products(website_id: int) -> QuerySet[Product]:
    """Return the products that have a page of their own on a website: variants are on that of their configurable product."""
    return Product.objects.filter(for_sale(website_id), variant_of=None).exclude(visibility=Visibility.NOT_VISIBLE)


def buyable(*, stock_id: int, website_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition that a product, or a variant of a configurable one, can be bought in the stock now. One query."""
    return _buyable(stock_bounds(stock_id, configured).holds(BUYABLE), website_id)


def _buyable(holds: OfProduct, website_id: int) -> Q:
    is_configurable = Q(product_type=ProductType.CONFIGURABLE)
    variants = Product.objects.filter(offered(website_id), holds, variant_of=OuterRef("pk"))
    return (~is_configurable & Q(holds)) | (is_configurable & there_is(variants))
