"""Pages that list products: the front page, a department, a search."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
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
        {"title": here.name, "crumbs": trail, "narrower": tree.directly_below(here), "listing": shown}
        | {"head": head, "structured_data": said},
    )


def _head(request: HttpRequest, store: CurrentStore, shown: Listing, *, title: str, description: str) -> PageHead:
    """Return the head of a page of a listing: the same products in another order are no other page."""
    path = request.path if shown.page == 1 else f"{request.path}?page={shown.page}"
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


@require_safe
@shared_page
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, where that is nothing what was meant; without words, everything that search shows."""
    # PostgreSQL stores no NUL characters, and refuses to compare with them.
    typed = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    words = " ".join(typed.split()[:MOST_WORDS])
    store = current_store(request)
    shown, meant = listing(request.GET, store, words=words), ""
    if words and not shown.cards:
        meant = words_meant(words)
        shown = listing(request.GET, store, words=meant) if meant else shown
    return render(
        request,
        "storefront/search.html",
        {
            "words": words,
            # What finds nothing either helps nobody.
            "meant": meant if shown.cards else "",
            "crumbs": crumbs((), "Search"),
            "listing": shown,
        },
    )
