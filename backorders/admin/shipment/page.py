"""Sales > Orders > one order > Ship: New Shipment, from one source."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from backorders.actions.ship_order import ship_order
from backorders.admin.order_frame import RequestKey, back_to, request_key, staff
from backorders.admin.shipment.presenter import ship_to, shipment_lines
from backorders.forms.revision import shown_revision
from backorders.forms.shipment_form import ParcelForm
from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Order, OrderLine
from backorders.queries.order_money import unpaid_words
from backorders.queries.shipment import ShippableLine, apart_words, shippable_lines, source_shares
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import Share
from backorders.words.shipment import NO_SOURCE, why_nothing_ships
from catalog.admin.pages import AdminPage, Shown
from catalog.models import Source
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Algorithm
from catalog.words.refusal import refusals

# The names of the boxes that staff tick when they ship what nobody has paid for, and a part of what ships complete.
UNPAID_CONFIRMED, APART_CONFIRMED = "unpaid_confirmed", "apart_confirmed"
# The name of the button that adds a row of tracking numbers: nothing ships by it.
MORE = "more_numbers"


@dataclass(frozen=True)
class _Draft:
    """A shipment that is being written: `source` is None when it has to be chosen first."""

    order: Order
    lines: tuple[ShippableLine, ...]
    sources: tuple[Source, ...]
    source: Source | None
    shares: dict[int, Share]
    form: UnitsForm
    parcel: ParcelForm


def new_shipment(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show what can ship from one source; POST ships it, once for each request key. A constant number of queries."""
    is_posted = request.method == "POST"
    draft = _draft(order, request.POST if is_posted else request.GET)
    why_not = why_nothing_ships(OrderStatus(order.status), draft.lines)
    if draft.source is None and not why_not:
        if "source" in request.GET or is_posted:
            messages.error(request, NO_SOURCE)
        return HttpResponseRedirect(reverse("admin:backorders_order_source_selection", args=(order.pk,)))
    key = request_key(request, order)
    problems: tuple[str, ...] = ()
    if is_posted:
        is_more = MORE in request.POST
        problems = () if is_more else _ship(request, draft, key) if draft.source else (why_not,)
        if not problems and not is_more:
            messages.success(request, "The shipment has been created.")
            return back_to(order)
    context = {
        "title": f"New Shipment for #{order.number}",
        "order": {"pk": order.pk, "number": order.number},
        "ship_to": ship_to(order),
        "why_not": why_not,
        "source": {"pk": draft.source.pk, "name": draft.source.name} if draft.source else {},
        "can_choose": len(draft.sources) > 1 and any(line.is_managed for line in draft.lines),
        "lines": shipment_lines(draft.lines, draft.form, draft.shares),
        "parcel": draft.parcel.typed,
        "tracking_rows": draft.parcel.tracking.rows(more=MORE in request.POST),
        "unpaid": unpaid_words(order, _leaving(draft)),
        "is_confirmed": UNPAID_CONFIRMED in request.POST,
        "apart": apart_words(order, draft.lines),
        "is_apart_confirmed": APART_CONFIRMED in request.POST,
        "problems": problems,
        "rows_shown": draft.form.shown,
    }
    return Shown(context, status=400 if problems else 200)


SHIPMENT_PAGE = AdminPage(
    "<int:pk>/ship/",
    "backorders_order_ship",
    new_shipment,
    permission="ship",
    template="admin/order/new_shipment.html",
)


def _draft(order: Order, asked: QueryDict) -> _Draft:
    lines = shippable_lines(order)
    found = source_shares(order, lines, algorithm=Algorithm.PRIORITY)
    source = _source(asked.get("source"), lines, found.sources)
    shares = {share.line_id: share for share in found.shares if source and share.source_id == source.pk}
    # Quantities come along from Source Selection; a line without one was not meant.
    is_given = "key" in asked or any(f"q{line.pk}" in asked for line in lines)
    boxes = []
    for line in lines:
        share = shares.get(line.pk)
        begins = line.open if not line.is_managed else share.deduct if share else ZERO
        boxes.append(UnitsBox(line.pk, line.sku, ZERO if is_given else begins, line.ordered, line.is_qty_decimal))
    form = UnitsForm(asked if is_given else None, boxes=boxes)
    return _Draft(order, lines, found.sources, source, shares, form, ParcelForm(asked))


def _source(pk: str | None, lines: tuple[ShippableLine, ...], sources: tuple[Source, ...]) -> Source | None:
    """Return the source that was chosen; without a choice the only one, or any when no stock is counted."""
    if pk is not None:
        return next((source for source in sources if str(source.pk) == pk), None)
    if len(sources) == 1:
        return sources[0]
    if any(line.is_managed for line in lines):
        return None
    return sources[0] if sources else Source.objects.get(code=DEFAULT_SOURCE_CODE)


def _leaving(draft: _Draft) -> dict[OrderLine, Decimal]:
    """Return all units that the page lets ship: whatever is typed, the warning is on the page before."""
    most = {line.pk: line.open for line in draft.lines}
    return {line: most[line.pk] for line in draft.order.lines.all() if line.pk in most}


def _ship(request: HttpRequest, draft: _Draft, key: RequestKey) -> tuple[str, ...]:
    """Ship and return the problems: none when it was shipped, now or by the same request before.

    Bounds are the action's to judge, under its locks: a page that was sent twice asks for units that have left already.
    """
    form, parcel = draft.form, draft.parcel
    is_whole = form.is_valid() and parcel.is_valid() and not parcel.problems
    if not is_whole or draft.source is None:
        return (*form.problems, *parcel.problems)
    units = {line: form.units.get(line.pk, ZERO) for line in draft.order.lines.all()}
    with refusals() as problems:
        ship_order(
            order=draft.order,
            source=draft.source,
            units=units,
            key=key.key,
            by=staff(request),
            now=timezone.now(),
            unpaid_confirmed=UNPAID_CONFIRMED in request.POST,
            apart_confirmed=APART_CONFIRMED in request.POST,
            revision=shown_revision(request),
            tracking=parcel.tracking.numbers,
            **parcel.cleaned_data,
        )
    return tuple(problems)
