"""Sales > Orders > one order > Ship: Source Selection."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.save_destination import save_destination
from backorders.admin.order_frame import staff
from backorders.admin.source_selection.presenter import boxes_of, offered_sources, selection_shown
from backorders.forms.shipment_form import DestinationForm
from backorders.forms.units_form import UnitsForm
from backorders.models import Order
from backorders.queries.order_money import unpaid_words
from backorders.queries.shipment import shippable_lines, source_shares
from backorders.rules.order_status import OrderStatus
from backorders.words.shipment import NO_SOURCE, why_nothing_ships
from catalog.admin.pages import POSTS, AdminPage, Shown
from catalog.forms.once import harmless
from catalog.models import Source
from catalog.rules.quantity import plain
from catalog.rules.source_selection import Algorithm


@harmless("It writes nothing: it leads on to New Shipment.")
def source_selection(
    request: HttpRequest, order: Order, refused: DestinationForm | None = None
) -> HttpResponse | Shown:
    """Propose which source ships what now; POST goes on to the shipment with the quantities as typed.

    A constant number of queries, however many lines. `refused` is what was typed as the order's destination, and is wrong.
    """
    asked = request.POST if request.method == "POST" else request.GET
    algorithm = Algorithm.DISTANCE if asked.get("algorithm") == Algorithm.DISTANCE else Algorithm.PRIORITY
    lines = shippable_lines(order)
    found = source_shares(order, lines, algorithm=algorithm)
    why_not = why_nothing_ships(OrderStatus(order.status), lines)
    chosen = _chosen(asked.get("source", ""), offered_sources(lines, found))
    is_posted = request.method == "POST" and refused is None
    form = UnitsForm(request.POST if is_posted else None, boxes=boxes_of(chosen, lines, found))
    problem = ""
    if is_posted and not why_not:
        if chosen is None:
            problem = NO_SOURCE
        elif form.is_bound and form.non_field_errors():
            problem = " ".join(str(message) for message in form.non_field_errors())
        elif form.is_valid() and form.units:
            return _to_shipment(order, chosen, form)
        elif form.is_valid():
            problem = "You should select one or more items to ship."
    return Shown(
        {
            "title": f"Source Selection for #{order.number}",
            "page": selection_shown(
                order, lines, found, algorithm=algorithm, chosen=chosen, form=form, why_not=why_not
            ),
            "problem": problem,
            "rows_shown": form.shown,
            "unpaid": "" if why_not else unpaid_words(order, {line: line.open for line in order.lines.all()}),
            "destination_problems": refused.problems if refused else (),
            "latitude": refused.data.get("latitude", "") if refused else "",
            "longitude": refused.data.get("longitude", "") if refused else "",
        },
        status=400 if request.method == "POST" else 200,
    )


def _chosen(pk: str, offered: tuple[Source, ...]) -> Source | None:
    """Return the source that was chosen, or the only one there is to choose."""
    found = next((source for source in offered if str(source.pk) == pk), None)
    return offered[0] if found is None and len(offered) == 1 else found


def _to_shipment(order: Order, source: Source, form: UnitsForm) -> HttpResponse:
    quantities = {f"q{line_id}": plain(quantity) for line_id, quantity in form.units.items()}
    query = urlencode({"source": source.pk, **quantities})
    return HttpResponseRedirect(f"{reverse('admin:backorders_order_ship', args=(order.pk,))}?{query}")


def destination(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Save where the order goes and propose again."""
    form = DestinationForm(request.POST)
    if not form.is_valid():
        return source_selection(request, order, refused=form)
    save_destination(order=order, point=form.point, by=staff(request), now=timezone.now())
    messages.success(request, "The place of the order has been saved.")
    address = reverse("admin:backorders_order_source_selection", args=(order.pk,))
    return HttpResponseRedirect(f"{address}?{urlencode({'algorithm': Algorithm.DISTANCE.value})}")


TEMPLATE = "admin/order/source_selection.html"
SOURCE_SELECTION_PAGES = (
    AdminPage(
        "<int:pk>/source-selection/",
        "backorders_order_source_selection",
        source_selection,
        permission="ship",
        template=TEMPLATE,
    ),
    AdminPage(
        "<int:pk>/source-selection/destination/",
        "backorders_order_destination",
        destination,
        permission="ship",
        template=TEMPLATE,
        methods=POSTS,
    ),
)
