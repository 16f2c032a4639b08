"""The page numbers under a listing."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from catalog.models import Product

PAGE_SIZE = 24
# Counting stops here: nobody leafs through 200 pages, and counting 100,000 products takes longer than showing 24.
MOST_COUNTED = 200 * PAGE_SIZE


class ListingPaginator(Paginator[int]):
    """Pages of product ids; knows no more than the first `MOST_COUNTED`."""

    def __init__(self, ids: QuerySet[Product, int]) -> None:
        self._ids = ids
        super().__init__(ids, PAGE_SIZE)

    @property
    def count(self) -> int:
        """The number of products, at most `MOST_COUNTED`."""
        if not hasattr(self, "_count"):
            # The order is dropped: a count need not sort.
            self._count = self._ids.order_by()[:MOST_COUNTED].count()
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
