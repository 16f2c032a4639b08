"""The products that a shopper is shown: those that can be bought, sorted, searched and filtered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import batched

from django.db.models import Q, QuerySet

from catalog.models import Product, Stock, Website
from catalog.models.product import Visibility
from catalog.queries.availability import BUYABLE, FEW, REACHES, among, stock_bounds
from catalog.queries.listed_candidates import Candidates, Order, is_few
from catalog.queries.listed_rows import Row, Stocked, has_level, shown_rows
from catalog.queries.product_search import SearchQuestion, search_question
from catalog.queries.salable import for_sale
from catalog.rules import configuration as declared
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.in_force import Configuration, ConfiguredPolicy


class Sort(Enum):
    """The orders a listing can be read in; the value is what the address says."""

    BEST = "best"
    FEATURED = "featured"
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"
    PRICE_DOWN = "price-down"


ORDERS = {
    # What was found best comes first; what was found equally well, as it is featured.
    Sort.BEST: Order.KEY,
    Sort.FEATURED: Order.KEY,
    Sort.NEWEST: Order.NEWEST,
    Sort.NAME: Order.NAME,
    Sort.PRICE: Order.PRICE,
    Sort.PRICE_DOWN: Order.PRICE_DOWN,
}
# Up to here all that a search found are named one by one, the best first, so many at a time.
FEW_FOUND, AT_A_TIME = 5_000, 1_000
# Up to here all that departments or words narrow to are sorted, where the order is not their own; more of them are met along it
# sooner, of which the first pages want fewer. Of words the planner expects up to twice as many as there are, and thousands of one
# that it does not know.
FIRST_PAGES, NAMED_FIRST, NAMED_FURTHER, NAMED_WORDS, NAMED_KEYS = 500, 35_000, 60_000, 100_000, 20_000
# Up to here what has a status is looked up instead of walked to, as in a grid.
FEW_OF_STATUS = FEW
# Where so many candidates do not fill what is counted, the page has to do: nobody waits for the number of what is rare.
LOOKED_AT, FURTHER = 5_000, 16


@dataclass(frozen=True)
class Found:
    """The first products of a listing, in its order; `is_all`: there are no others."""

    ids: list[int]
    is_all: bool


class ProductListing:
    """The products that a website sells and its listings show, in parts that follow one another."""

    def __init__(self, parts: Sequence[Candidates], stocked: Stocked, order: Order) -> None:
        """Take note of what to ask."""
        self._parts, self._stocked, self._order = parts, stocked, order

    def first(self, needed: int, *, counted: int) -> Found:
        """Return the first products: `needed` of them where there are so many, and up to `counted` as long as they are found soon.

        One query for each part that is read; some more where what is shown is rare, or where the cheapest variants are sold out.
        """
        found: dict[int, None] = {}
        is_all = True
        for part in self._parts:
            if not is_all or len(found) > counted:
                break
            ids, is_all = self._of(part, needed - len(found), counted + 1 - len(found))
            found |= dict.fromkeys(ids)
        return Found([*found][:counted], is_all=is_all and len(found) <= counted)

    def _of(self, part: Candidates, needed: int, counted: int) -> tuple[list[int], bool]:
        if self._order is Order.ANY:
            # As they are named: how well they were found.
            rows, _ = shown_rows(part, self._stocked, self._order, most=AT_A_TIME, looked_at=AT_A_TIME)
            shown = {row.pk for row in rows}
            return [pk for pk in part.ids or () if pk in shown], True
        if part.departments and not part.words and not part.ids and self._order is not Order.KEY:
            # By price both kinds of products are walked along, of which one may be rare in a department.
            is_near = counted <= FIRST_PAGES and not self._order.is_by_price
            is_named = is_few(part.departments, NAMED_FIRST if is_near else NAMED_FURTHER)
            part = replace(part, is_named=is_named)
        most, looked_at = counted, max(LOOKED_AT, 2 * counted)
        while True:
            rows, is_all = shown_rows(part, self._stocked, self._order, most=most, looked_at=looked_at)
            ids = _placed(rows, self._order, is_all=is_all)
            if is_all or len(ids) >= needed:
                return ids, is_all
            most, looked_at = most * FURTHER, looked_at * FURTHER


def _placed(rows: Sequence[Row], order: Order, *, is_all: bool) -> list[int]:
    """Return the ids in the order of their prices, without those between which others may stand that were not read yet."""
    if not order.is_by_price or not rows:
        return [row.pk for row in rows]
    sign = 1 if order is Order.PRICE else -1
    last = rows[-1]
    placed = sorted((sign * row.price, sign * row.pk) for row in rows)
    return [sign * key for price, key in placed if is_all or (price, key) <= (sign * last.bound, sign * last.pk)]


def product_listing(
    *,
    website: Website,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
    categories: Sequence[int] | None = None,
    words: str | None = None,
    sort: Sort = Sort.FEATURED,
    status: AvailabilityStatus | None = None,
) -> ProductListing:
    """Return the products that `website` sells and its listings show, in `sort` order.

    `categories` keeps to these category ids (None: all products); `words` finds by every word of name, SKU, description and
    department, a configurable product by the SKU of a variant too (None: no search). With "Display Out of Stock Products" off,
    what cannot be bought in `stock` by the customer `group` is left out; a configurable product stays while one of its variants
    can be bought. `status`: what is told of a product, or of the best variant of a configurable one. One query for that, up to two
    for a status, and two or three for what is searched for.
    """
    bounds = stock_bounds(stock.pk, configuration.configured_policy(group))
    is_bought = bounds.holds(BUYABLE)
    shown_in = Visibility.CATALOG if words is None else Visibility.SEARCH
    every = Candidates(website.pk, shown_in, None if categories is None else tuple(categories))
    stocked = Stocked(is_bought, None if configuration.flag(declared.SHOW_OUT_OF_STOCK) else is_bought)
    if status is not None:
        holds_not = (
            bounds.holds(REACHES[AvailabilityStatus.IN_STOCK]) if status is AvailabilityStatus.ON_BACKORDER else None
        )
        stocked = Stocked(is_bought, bounds.holds(REACHES[status]), holds_not)
        levels = bounds.few(REACHES[status], FEW_OF_STATUS)
        every = every if levels is None else replace(every, ids=tuple(_with_configurables(levels)))
    if categories == [] or every.ids == ():
        return ProductListing((), stocked, ORDERS[sort])
    order = ORDERS[sort]
    if not words:
        return ProductListing((every,), stocked, order)
    question = search_question(words, in_shop=True)
    if question is None:
        return ProductListing((), stocked, ORDERS[sort])
    ids = _named(question, every.ids)
    if ids is None:
        every = replace(every, is_named=(question.about or 0) <= (NAMED_KEYS if order is Order.KEY else NAMED_WORDS))
        return ProductListing([*_parts(every, question, sort)], stocked, order)
    if sort is Sort.BEST:
        chunks = batched(ids, AT_A_TIME)
        return ProductListing([replace(every, ids=chunk) for chunk in chunks], stocked, Order.ANY)
    return ProductListing((replace(every, ids=tuple(ids)),) if ids else (), stocked, ORDERS[sort])


def _with_configurables(ids: Sequence[int]) -> set[int]:
    variants = Product.objects.filter(among(ids), variant_of__isnull=False).order_by()
    return {*ids, *(variants.values_list("variant_of", flat=True) if ids else ())}


def _named(question: SearchQuestion, among_these: tuple[int, ...] | None) -> list[int] | None:
    """Return what the question finds `among_these` (None: among all), the best first; None where it finds more than a few."""
    if question.about is None or question.about > FEW_FOUND:
        return None
    ids = question.found(FEW_FOUND + 1)
    if len(ids) > FEW_FOUND:
        return None
    kept = None if among_these is None else frozenset(among_these)
    return [pk for pk in ids if kept is None or pk in kept]


def _parts(every: Candidates, question: SearchQuestion, sort: Sort) -> Iterator[Candidates]:
    """Yield what a question finds that finds much: for the best first in parts, each with what those before it leave."""
    if sort is not Sort.BEST:
        yield replace(every, words=question.asked)
        return
    if question.called:
        kept = question.called if every.ids is None else tuple({*question.called}.intersection(every.ids))
        if kept:
            yield replace(every, ids=kept)
    for words in question.best_first:
        yield replace(every, words=words)


def shown_products(website_id: int) -> QuerySet[Product]:
    """Return the products that have a page of their own on a website: variants are on that of their configurable product."""
    return Product.objects.filter(for_sale(website_id), variant_of=None).exclude(visibility=Visibility.NOT_VISIBLE)


def buyable(*, stock_id: int, website_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition that a product, or a variant of a configurable one, can be bought in the stock now. One query."""
    return has_level(website_id, stock_bounds(stock_id, configured).holds(BUYABLE))
