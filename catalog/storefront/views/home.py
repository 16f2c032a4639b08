"""The front page: the departments, and everything the shop lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.storefront.current_store import current_store
from catalog.storefront.departments import departments
from catalog.storefront.presenters.department_tile import department_tile
from catalog.storefront.presenters.listing import listing

MOST_TILES = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, or a further page of all products."""
    store = current_store(request)
    tiles = tuple(department_tile(department) for department in departments(request).top[:MOST_TILES])
    return render(request, "storefront/home.html", {"listing": listing(request.GET, store), "tiles": tiles})
