"""Pages that list products: the front page, a department, a search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.storefront.current_store import current_store
from catalog.storefront.departments import crumbs, department_tile, departments
from catalog.storefront.listing import listing


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one department."""
    store, tree = current_store(request), departments(request)
    here = tree.called(slug)
    if here is None:
        raise Http404("There is no such department.")
    return render(
        request,
        "storefront/category.html",
        {
            "title": here.name,
            "crumbs": crumbs(tree.above(here), here.name),
            "narrower": tree.directly_below(here),
            "listing": listing(request.GET, store, inside=(here, *tree.below(here))),
        },
    )


MOST_TILES = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, or a further page of all products."""
    store = current_store(request)
    tiles = tuple(department_tile(department) for department in departments(request).top[:MOST_TILES])
    return render(request, "storefront/home.html", {"listing": listing(request.GET, store), "tiles": tiles})


# More words or characters than anybody types: each word is another condition for the database.
MOST_WORDS = 8
MOST_CHARACTERS = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found; without words, everything that search shows."""
    # PostgreSQL stores no NUL characters, and refuses to compare with them.
    typed = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    words = " ".join(typed.split()[:MOST_WORDS])
    return render(
        request,
        "storefront/search.html",
        {
            "words": words,
            "crumbs": crumbs((), "Search"),
            "listing": listing(request.GET, current_store(request), words=words),
        },
    )
