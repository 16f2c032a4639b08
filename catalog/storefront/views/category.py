"""A department: its products and those of the departments below it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.storefront.current_store import current_store
from catalog.storefront.departments import departments
from catalog.storefront.presenters.crumbs import crumbs
from catalog.storefront.presenters.listing import listing


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
