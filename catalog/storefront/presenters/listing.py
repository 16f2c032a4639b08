"""A shelf of products: cards, their order, and the way to more."""

from dataclasses import dataclass

from django.http import QueryDict

from catalog.models import Product
from catalog.queries.product_listing import Sort, product_listing
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.departments import Department
from catalog.storefront.offers import offers
from catalog.storefront.presenters.page_links import MOST_COUNTED, ListingPaginator, PageLinks, page_links
from catalog.storefront.presenters.product_card import ProductCard, product_card

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

    A constant number of queries, however many products and variants are shown.
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
    page = paginator.get_page(query.get("page"))
    found = Product.objects.defer("description").in_bulk(list(page.object_list))
    shown = [found[pk] for pk in page.object_list if pk in found]
    return Listing(
        cards=tuple(product_card(offer, store) for offer in offers(shown, store)),
        total=_total(paginator.count),
        page=page.number,
        pages=page_links(page, query),
        sorts=tuple(SortChoice(choice.value, label, choice is sort) for choice, label in SORT_LABELS.items()),
        kept=tuple((name, str(value)) for name, value in query.dict().items() if name not in {"sort", "page"}),
    )


def _total(count: int) -> str:
    if count >= MOST_COUNTED:
        return f"More than {count - 1:,} products"
    return "1 product" if count == 1 else f"{count:,} products"
