"""Search by words of the name, or by SKU."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.storefront.current_store import current_store
from catalog.storefront.presenters.crumbs import crumbs
from catalog.storefront.presenters.listing import listing

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
