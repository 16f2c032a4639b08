"""Reports > Backorders: the pages of its grids."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backorders.admin.backorder_report.changes import Changes
from backorders.admin.backorder_report.grids import ReportScreen
from backorders.admin.backorder_report.ordered import Ordered
from backorders.admin.backorder_report.presenter import period_words
from backorders.admin.backorder_report.screens import ByAge, ByProduct, BySource, ByStock, ByWebsite, OverTime
from backorders.admin.backorder_report.shipped import Shipped
from backorders.queries.backorder_desk import owed_in_all
from backorders.rules.backorder_report import Period
from catalog.admin.grid_address import GridAddress
from catalog.admin.pages import READS, AdminPage, Shown
from catalog.admin.table_grid import grid_pages_below
from catalog.rules.quantity import plain

type Rows = Changes | Ordered | Shipped
type Tab = ReportScreen | Rows
# By the ends of their addresses.
TABS: dict[str, Tab] = {
    "": OverTime(),
    "products/": ByProduct(),
    "stocks/": ByStock(),
    "sources/": BySource(),
    "websites/": ByWebsite(),
    "ages/": ByAge(),
    "changes/": Changes(),
    "ordered/": Ordered(),
    "shipped/": Shipped(),
}
START = "reports/backorders/"
NONE_KEPT = "No day has been kept yet: each is kept once it is over"
# What each of them understands: it stays when another is opened.
SHARED = frozenset({"q", "website", "stock", "day_from", "day_to"})


def _page_of(screen: Tab) -> Callable[[HttpRequest], HttpResponse | Shown]:
    """Return the page of one grid: a constant number of queries, whatever is found."""

    def backorder_report(request: HttpRequest) -> HttpResponse | Shown:
        if (opened := screen.first_address(request)) is not None:
            return HttpResponseRedirect(opened)
        grid = screen.get_changelist_instance(request)
        return Shown({**_around(request, screen), "cl": grid, "rows": grid.result_list, **_told(screen, grid)})

    return backorder_report


def _told(screen: Tab, grid: Any) -> dict[str, Any]:
    """Return what stands above the table."""
    if not isinstance(screen, ReportScreen):
        return {"summary": grid.found.summary, "chart": None, "days": ""}
    days = period_words(Period(*grid.days)) if grid.asked else ""
    nothing = screen.nothing if grid.days else NONE_KEPT
    return {"nothing": nothing, "summary": screen.summary(grid), "chart": screen.chart(grid), "days": days}


def _around(request: HttpRequest, screen: Tab) -> dict[str, Any]:
    asked = GridAddress.of(request.GET)
    query = asked.without(*(set(asked.query) - SHARED)).query.urlencode()
    return {
        "title": "Backorders",
        "tabs": [
            (each.title, f"{reverse(f'admin:{each.list_name}')}{'?' if query else ''}{query}", each is screen)
            for each in TABS.values()
        ],
        "nothing": screen.nothing,
        "owed_now": plain(owed_in_all().units),
        "desk": reverse("admin:backorders_backorder_desk"),
    }


REPORT_PAGES = (
    *(
        AdminPage(
            f"{START}{end}",
            screen.list_name,
            _page_of(screen),
            permission=screen.permission,
            template="admin/backorder_report/report.html",
            methods=READS,
        )
        for end, screen in TABS.items()
    ),
    *(page for end, screen in TABS.items() for page in grid_pages_below(screen, f"{START}{end or 'over-time/'}")),
)
