"""A page of products: cards, sorting, filters, and links to the other pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from catalog.models import Product
from catalog.queries.listing import Sort, product_listing
from catalog.queries.prepared import Compiled
from catalog.rules import configuration as declared
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.money import unit_price_text
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.departments import Department
from catalog.storefront.offers import Offer, StockStatus, offers, product_address, stock_status
from catalog.storefront.picture import picture

NO_SUCH_PAGE = "There is no such page of the listing."
PAGE_SIZE = 24
# Pages end here, and the last one says so: nobody leafs through more, and what is far down is dear to find.
MOST_PAGES = 50
# So many are counted, and three pages further than the one that is asked for: counting 100,000 takes longer than showing 24.
COUNTED, AHEAD = 20, 3


def _page_asked(query: QueryDict) -> int:
    """Return the number of the page; raises `Http404` for what is none."""
    typed = query.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,2}", typed) or int(typed) > MOST_PAGES:
        raise Http404(NO_SUCH_PAGE)
    return int(typed)


@dataclass(frozen=True)
class PageLink:
    """A page number; the current page and the gap ("…") have no address."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class PageLinks:
    """Addresses are empty where there is nothing to go to."""

    previous: str
    next: str
    numbers: tuple[PageLink, ...]


def page_links(page: Page[int], query: QueryDict) -> PageLinks:
    """Return the links of a page; `query` is what the visitor asked for, all of which they keep."""

    def url(number: int) -> str:
        kept = query.copy()
        kept["page"] = str(number)
        if number == 1:
            # The first page has one address.
            del kept["page"]
        return f"?{kept.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return PageLinks(
        previous=url(page.previous_page_number()) if page.has_previous() else "",
        next=url(page.next_page_number()) if page.has_next() else "",
        numbers=tuple(
            PageLink(
                str(number),
                url(number) if isinstance(number, int) and number != page.number else "",
                is_current=number == page.number,
            )
            for number in shown
        ),
    )


@dataclass(frozen=True)
class ProductCard:
    """`choices` says how many variants there are, e.g. "6 variants"; `price` is "From $42.00" when they differ."""

    url: str
    name: str
    price: str
    picture: str
    status: StockStatus
    choices: str


def product_card(offer: Offer, store: CurrentStore) -> ProductCard:
    """Return the card of one offer."""
    lowest, highest = offer.prices
    price = unit_price_text(lowest, store.website.currency)
    count = len(offer.variants)
    return ProductCard(
        url=product_address(offer.product),
        name=offer.product.name,
        price=price if lowest == highest else f"From {price}",
        picture=picture(offer.product, like=offer.variants[0].product if offer.variants else None),
        status=stock_status(offer.availability, store.configuration),
        choices=f"{count} variants" if count > 1 else "",
    )


SORT_LABELS = {
    Sort.BEST: "Best match",
    Sort.FEATURED: "Featured",
    Sort.NEWEST: "Newest",
    Sort.NAME: "Name",
    Sort.PRICE: "Price, low to high",
    Sort.PRICE_DOWN: "Price, high to low",
}


@dataclass(frozen=True)
class SortChoice:
    """One entry of the "Sort by" select."""

    value: str
    label: str
    is_chosen: bool


# What the address says, and the status that it keeps to.
SHIPS = {"now": AvailabilityStatus.IN_STOCK, "later": AvailabilityStatus.ON_BACKORDER}
SHIPS_LABELS = {"now": "Ships now", "later": "On backorder"}


@dataclass(frozen=True)
class FilterChoice:
    """A link that keeps to what has a status; one that is on drops it."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True)
class Listing:
    """`total` reads "24 products", `count` is the number in it; `kept` are the other fields of the address that sorting keeps.

    `is_last_offered`: there are more, but no page for them.
    """

    cards: tuple[ProductCard, ...]
    total: str
    count: int
    page: int
    pages: PageLinks
    sorts: tuple[SortChoice, ...]
    filters: tuple[FilterChoice, ...]
    kept: tuple[tuple[str, str], ...]
    is_last_offered: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether it keeps to a status."""
        return any(choice.is_on for choice in self.filters)


def listing(
    query: QueryDict, store: CurrentStore, *, inside: tuple[Department, ...] | None = None, words: str | None = None
) -> Listing:
    """Return one page of the shop's products: of the departments `inside`, or of a search for `words`, or all of them.

    A constant number of queries, however many products and variants are shown. Raises `Http404` for a page that there is not; the
    first is there, though it shows nothing.
    """
    page, sorts = _page_asked(query), [sort for sort in Sort if words or sort is not Sort.BEST]
    sort = next((sort for sort in sorts if sort.value == query.get("sort")), sorts[0])
    # Its words are those of the status, and hidden with them.
    tells_status = store.configuration.flag(declared.DISPLAY_STOCK_STATUS)
    ships = query.get("ships", "") if tells_status else ""
    found = product_listing(
        website=store.website,
        stock=store.stock,
        configuration=store.configuration,
        group=store.group,
        categories=None if inside is None else [department.pk for department in inside],
        words=words,
        sort=sort,
        status=SHIPS.get(ships),
    ).first(page * PAGE_SIZE + 1, counted=min(max(COUNTED, page + AHEAD), MOST_PAGES) * PAGE_SIZE)
    pages = Paginator(found.ids, PAGE_SIZE)
    if page > pages.num_pages:
        raise Http404(NO_SUCH_PAGE)
    ids = list(pages.page(page).object_list)
    on_cards = {product.pk: product for product in _on_cards(ids)} if ids else {}
    shown = [on_cards[pk] for pk in ids if pk in on_cards]
    offered = [sort for sort in sorts if not words or sort is not Sort.FEATURED]
    return Listing(
        cards=tuple(product_card(offer, store) for offer in offers(shown, store)),
        total=_total(len(found.ids), is_all=found.is_all),
        count=len(found.ids),
        page=page,
        pages=page_links(pages.page(page), query),
        sorts=tuple(SortChoice(choice.value, SORT_LABELS[choice], choice is sort) for choice in offered),
        filters=tuple(_filter(query, value, is_on=value == ships) for value in (SHIPS if tells_status else ())),
        kept=tuple((name, str(value)) for name, value in query.dict().items() if name not in {"sort", "page"}),
        is_last_offered=page == MOST_PAGES and not found.is_all,
    )


def _filter(query: QueryDict, value: str, *, is_on: bool) -> FilterChoice:
    kept = query.copy()
    for name in {"page", "ships"}.intersection(kept):
        del kept[name]
    if not is_on:
        kept["ships"] = value
    return FilterChoice(SHIPS_LABELS[value], f"?{kept.urlencode()}", is_on)


@Compiled
def _on_cards(ids: Sequence[int]) -> QuerySet[Product]:
    asked = Product.objects.select_related("variant_of").filter(pk__in=ids).order_by()
    # A variant that is listed itself leads to the page of its configurable product.
    return asked.only("name", "slug", "sku", "product_type", "price", "options", "variant_of__slug")


def _total(count: int, *, is_all: bool) -> str:
    if not is_all:
        return f"More than {count:,} products"
    return "1 product" if count == 1 else f"{count:,} products"
