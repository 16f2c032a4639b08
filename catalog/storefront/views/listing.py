"""Pages that list products: the front page, a department, a search."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.queries.product_search import words_meant
from catalog.storefront.current_store import CurrentStore, current_store
from catalog.storefront.departments import crumbs, department_tile, departments
from catalog.storefront.listing import Listing, listing
from catalog.storefront.page_head import (
    PageHead,
    description_of,
    page_address,
    page_title,
    said_of_trail,
    shared_page,
    structured_data,
)

HONEST = "Each page says whether it is in stock or on backorder."


@require_safe
@shared_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one department."""
    store, tree = current_store(request), departments(request)
    here = tree.called(slug)
    if here is None:
        raise Http404("There is no such department.")
    shown = listing(request.GET, store, inside=(here, *tree.below(here)))
    trail = crumbs(tree.above(here), here.name)
    within = ", ".join(step.name for step in (here, *reversed(tree.above(here))))
    about = f"{within} at {store.website.name}: {shown.total}."
    head = _head(request, store, shown, title=here.name, description=about)
    said = structured_data([said_of_trail(trail, partial(page_address, request, store), here=head.canonical)])
    return render(
        request,
        "storefront/category.html",
        {
            "title": here.name,
            "crumbs": trail,
            "narrower": tree.directly_below(here),
            "listing": shown,
            "is_sold": tree.sells(here),
        }
        | {"head": head, "structured_data": said},
    )


def _head(request: HttpRequest, store: CurrentStore, shown: Listing, *, title: str, description: str) -> PageHead:
    """Return the head of a page of a listing: the same products in another order, or some of them, are no other page."""
    is_first = shown.page == 1 or shown.is_filtered
    path = request.path if is_first else f"{request.path}?page={shown.page}"
    return PageHead(
        page_title(title, shown.page), description_of(f"{description} {HONEST}"), page_address(request, store, path)
    )


MOST_TILES = 6


@require_safe
@shared_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, or a further page of all products."""
    store = current_store(request)
    tiles = tuple(department_tile(department) for department in departments(request).top[:MOST_TILES])
    shown = listing(request.GET, store)
    head = _head(request, store, shown, title="", description=f"{store.website.name}: {shown.total}.")
    return render(request, "storefront/home.html", {"listing": shown, "tiles": tiles, "head": head})


# More words or characters than anybody types: each word is another condition for the database.
MOST_WORDS = 8
MOST_CHARACTERS = 100


# Of so few there may be what somebody has typed wrong.
FEW_FOUND = 5


@require_safe
@shared_page
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, where that is nothing what was meant; without words, everything that search shows.

    Beside few it is said what else may have been meant.
    """
    # PostgreSQL stores no NUL characters, and refuses to compare with them.
    typed = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    words = " ".join(typed.split()[:MOST_WORDS])
    store = current_store(request)
    shown, meant = _found(request, store, words)
    is_few = bool(words) and not meant and 0 < shown.count < FEW_FOUND and not shown.is_filtered
    return render(
        request,
        "storefront/search.html",
        {
            "words": words,
            "meant": meant,
            "perhaps": words_meant(words, though_known=True) if is_few else "",
            "crumbs": crumbs((), "Search"),
            "listing": shown,
        },
    )


def _found(request: HttpRequest, store: CurrentStore, words: str) -> tuple[Listing, str]:
    """Return what is found by the words; where they find nothing on any page, by what was meant, and that, if it finds something.

    Raises `Http404` for a page that there is not.
    """
    try:
        shown = listing(request.GET, store, words=words)
    except Http404:
        # A further page of what was typed may be one of what was meant.
        meant = _meant(words, request.GET, store)
        if not meant:
            raise
        return listing(request.GET, store, words=meant), meant
    meant = "" if shown.cards else _meant(words, request.GET, store)
    return (listing(request.GET, store, words=meant), meant) if meant else (shown, "")


def _meant(words: str, query: QueryDict, store: CurrentStore) -> str:
    """Return what was meant by words that find nothing, as long as that finds something; empty else."""
    unfiltered = query.copy()
    for name in {"page", "ships"}.intersection(query):
        del unfiltered[name]
    if not words or (unfiltered != query and listing(unfiltered, store, words=words).cards):
        return ""
    meant = words_meant(words)
    return meant if meant and listing(unfiltered, store, words=meant).cards else ""
