"""A page of products: cards, sorting, and links to the other pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from catalog.models import Product
from catalog.queries.listing import ProductListing, Sort, product_listing
from catalog.queries.prepared import Compiled
from catalog.rules.money import unit_price_text
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.departments import Department
from catalog.storefront.offers import Offer, StockStatus, offers, product_address, stock_status
from catalog.storefront.picture import picture

PAGE_SIZE = 24
# Counting stops here: nobody leafs through 100 pages, and counting 100,000 products takes longer than showing 24.
MOST_COUNTED = 100 * PAGE_SIZE


class ListingPaginator(Paginator[int]):
    """Pages of product ids; knows no more than the first `MOST_COUNTED`."""

    def __init__(self, ids: ProductListing) -> None:
        self._ids = ids
        super().__init__(ids, PAGE_SIZE)  # type: ignore[arg-type]  # it has no length of its own

    @property
    def count(self) -> int:
        """The number of products, at most `MOST_COUNTED`."""
        if not hasattr(self, "_count"):
            self._count = self._ids.count(MOST_COUNTED)
        return self._count


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


@dataclass(frozen=True)
class Listing:
    """`total` reads "24 products"; `kept` are the other fields of the address that sorting keeps."""

    cards: tuple[ProductCard, ...]
    total: str
    page: int
    pages: PageLinks
    sorts: tuple[SortChoice, ...]
    kept: tuple[tuple[str, str], ...]


def listing(
    query: QueryDict, store: CurrentStore, *, inside: tuple[Department, ...] | None = None, words: str | None = None
) -> Listing:
    """Return one page of the shop's products: of the departments `inside`, or of a search for `words`, or all of them.

    A constant number of queries, however many products and variants are shown. Raises `Http404` for a page that there is not.
    """
    sort = next((sort for sort in Sort if sort.value == query.get("sort")), Sort.FEATURED)
    paginator = ListingPaginator(
        product_listing(
            website=store.website,
            stock=store.stock,
            configuration=store.configuration,
            group=store.group,
            categories=None if inside is None else [department.pk for department in inside],
            words=words,
            sort=sort,
        )
    )
    try:
        page = paginator.page(query.get("page", 1))
    except InvalidPage as error:
        raise Http404("There is no such page of the listing.") from error
    ids: list[int] = list(page.object_list)
    found = {product.pk: product for product in _on_cards(ids)} if ids else {}
    shown = [found[pk] for pk in ids if pk in found]
    return Listing(
        cards=tuple(product_card(offer, store) for offer in offers(shown, store)),
        total=_total(paginator.count),
        page=page.number,
        pages=page_links(page, query),
        sorts=tuple(SortChoice(choice.value, label, choice is sort) for choice, label in SORT_LABELS.items()),
        kept=tuple((name, str(value)) for name, value in query.dict().items() if name not in {"sort", "page"}),
    )


@Compiled
def _on_cards(ids: Sequence[int]) -> QuerySet[Product]:
    asked = Product.objects.select_related("variant_of").filter(pk__in=ids).order_by()
    # A variant that is listed itself leads to the page of its configurable product.
    return asked.only("name", "slug", "sku", "product_type", "price", "options", "variant_of__slug")


def _total(count: int) -> str:
    if count >= MOST_COUNTED:
        return f"More than {count - 1:,} products"
    return "1 product" if count == 1 else f"{count:,} products"
