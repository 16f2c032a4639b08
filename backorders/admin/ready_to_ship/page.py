"""Sales > Ready to ship: the list, and many orders shipped at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.ship_ready import ShippedReady, ship_ready
from backorders.admin.order_frame import staff
from backorders.admin.ready_to_ship.grid import ReadyGrid
from backorders.admin.ready_to_ship.sheets import SHEETS_PAGE
from backorders.forms.ready_to_ship_form import ChosenOrder, chosen_orders
from backorders.words.ready_to_ship import GONE, LOST, NOTHING_CHOSEN, shipped_words
from catalog.admin.grid_address import SORT
from catalog.admin.pages import AdminPage, Shown
from catalog.admin.table_grid import grid_pages_below
from catalog.forms.hidden_fields import KEY
from catalog.forms.once import in_steps, tried_again
from catalog.words.refusal import refusals

READY = ReadyGrid()


@in_steps
def ready_to_ship(request: HttpRequest) -> HttpResponse | Shown:
    """Show a page of the list; a post ships what was ticked and comes back to the same page. A constant number of queries."""
    if request.method == "POST":
        _ship_chosen(request)
        return HttpResponseRedirect(request.get_full_path())
    if (opened := READY.first_address(request)) is not None:
        return HttpResponseRedirect(opened)
    grid = READY.get_changelist_instance(request)
    return Shown(
        {
            "title": "Ready to ship",
            "cl": grid,
            "rows": grid.result_list,
            "summary": f"{grid.found.summary}{'' if SORT in request.GET else ', the oldest first'}",
            "here": request.get_full_path(),
            "owed_link": reverse("admin:backorders_backorder_desk"),
        }
    )


READY_PAGES = (
    AdminPage(
        "ready-to-ship/",
        "backorders_ready_to_ship",
        ready_to_ship,
        permission="ship",
        template="admin/ready_to_ship/list.html",
    ),
    SHEETS_PAGE,
    *grid_pages_below(READY, "ready-to-ship/"),
)


def _ship_chosen(request: HttpRequest) -> None:
    """Ship each order that was ticked, and say how many left and why others did not."""
    chosen, gone = chosen_orders(request.POST)
    if gone:
        messages.error(request, GONE)
    if not chosen and not gone:
        messages.error(request, NOTHING_CHOSEN)
    orders, parcels = 0, 0
    for each in chosen:
        shipped, problems = _ship(request, each)
        orders, parcels = orders + bool(shipped.shipments), parcels + len(shipped.shipments)
        for problem in problems:
            messages.error(request, f"#{each.order.number}: {problem}")
    if parcels:
        messages.success(request, shipped_words(orders, parcels))


def _ship(request: HttpRequest, chosen: ChosenOrder) -> tuple[ShippedReady, tuple[str, ...]]:
    """Return what left of one order, and why the rest did not: no problem of it keeps another order from leaving."""
    if chosen.revision is None:
        return ShippedReady(()), (LOST,)
    key = f"{UUID(request.POST[KEY]).hex}:{chosen.order.pk}"

    def act() -> ShippedReady:
        return ship_ready(
            order=chosen.order,
            parcels=chosen.parcels,
            key=key,
            revision=chosen.revision,
            by=staff(request),
            now=timezone.now(),
        )

    shipped = ShippedReady(())
    with refusals() as problems:
        shipped = tried_again(request, act)
    return shipped, (*problems, *filter(None, [shipped.problem]))
