"""Sales > Backorders: the pages of its three grids."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backorders.admin.desk.delivery import DELIVERY_PAGE
from backorders.admin.desk.grids import DeskScreen, ProductsDesk
from backorders.admin.desk.lines import OrdersDesk, ShippableDesk
from catalog.admin.grid_address import VIEW, GridAddress
from catalog.admin.incoming_supply.page import MAY_RECEIVE
from catalog.admin.pages import READS, AdminPage, Shown
from catalog.admin.table_grid import grid_pages_below

# By the names that they have in addresses.
DESKS: Mapping[str, DeskScreen] = {"products": ProductsDesk(), "orders": OrdersDesk(), "shippable": ShippableDesk()}
START = {"products": "backorders/", "orders": "backorders/orders/", "shippable": "backorders/shippable/"}
# What each of them understands: it stays when another is opened.
SHARED = frozenset({"q", "website", "stock", "age"})


def _page_of(screen: DeskScreen) -> Callable[[HttpRequest], HttpResponse | Shown]:
    """Return the page of one grid: a constant number of queries, however much is owed."""

    def backorder_desk(request: HttpRequest) -> HttpResponse | Shown:
        if (was := request.GET.get(VIEW, "")) in DESKS:
            return HttpResponseRedirect(f"{_address(DESKS[was])}{_before(request)}")
        if (opened := screen.first_address(request)) is not None:
            return HttpResponseRedirect(opened)
        grid = screen.get_changelist_instance(request)
        return Shown({**_around(request, screen), "cl": grid, "rows": grid.result_list, "summary": grid.found.summary})

    return backorder_desk


def _around(request: HttpRequest, screen: DeskScreen) -> dict[str, Any]:
    asked = GridAddress.of(request.GET)
    query = asked.without(*(set(asked.query) - SHARED)).query.urlencode()
    return {
        "title": "Backorders",
        "tabs": [
            (each.title, f"{_address(each)}{'?' if query else ''}{query}", each is screen) for each in DESKS.values()
        ],
        "nothing": screen.nothing,
        "receive_link": reverse("admin:backorders_delivery_receive") if request.user.has_perm(MAY_RECEIVE) else "",
    }


def _address(screen: DeskScreen) -> str:
    return reverse(f"admin:{screen.list_name}")


def _before(request: HttpRequest) -> str:
    """Return the end of an address as it was written before: what it narrowed stays."""
    query = GridAddress.of(request.GET).without(VIEW).query.urlencode()
    return f"?{query}" if query else ""


DESK_PAGES = (
    *(
        AdminPage(
            START[name],
            screen.list_name,
            _page_of(screen),
            permission=screen.permission,
            template="admin/backorders/desk.html",
            methods=READS,
        )
        for name, screen in DESKS.items()
    ),
    *(page for name, screen in DESKS.items() for page in grid_pages_below(screen, f"backorders/{name}/")),
    DELIVERY_PAGE,
)
