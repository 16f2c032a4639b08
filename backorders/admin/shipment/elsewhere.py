"""Sales > Orders > one order > Shipped from Elsewhere: what is left of products that were deleted."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backorders.actions.ship_elsewhere import ship_elsewhere
from backorders.admin.order_frame import RequestKey, back_to, request_key, staff
from backorders.forms.revision import shown_revision
from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Order, OrderLine
from backorders.queries.shipment import apart_words, shippable_lines
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import LONGEST_REASON
from backorders.words.shipment import why_not_shipped_elsewhere
from catalog.admin.pages import AdminPage, Shown
from catalog.rules.quantity import ZERO, plain
from catalog.words.refusal import refusals

NOTHING_LEFT = "Nothing is left to ship of products that were deleted."


@dataclass(frozen=True)
class ElsewhereLine:
    """One line of a deleted product; `open` units of it are neither shipped nor given up."""

    name: str
    sku: str
    ordered: str
    open: str
    field: str
    typed: str
    problem: str


def shipped_elsewhere_page(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show what is left of deleted products; POST counts it as shipped, once for each request key."""
    is_posted = request.method == "POST"
    lines = [line for line in order.lines.all() if line.is_gone and (line.open or is_posted)]
    boxes = {line.pk: UnitsBox(line.pk, line.sku, ZERO, line.ordered, is_qty_decimal=False) for line in lines}
    form = UnitsForm(request.POST if is_posted else None, boxes=tuple(boxes.values()))
    key = request_key(request, order)
    problems: tuple[str, ...] = ()
    if is_posted:
        problems = _ship(request, order, lines, form, key)
        if not problems:
            messages.success(request, "You noted what was shipped from elsewhere. No source was changed.")
            return back_to(order)
    open_lines = [line for line in lines if line.open]
    context = {
        "title": f"Shipped from Elsewhere: #{order.number}",
        "order": {"pk": order.pk, "number": order.number},
        "why_not": why_not_shipped_elsewhere(OrderStatus(order.status)) or ("" if open_lines else NOTHING_LEFT),
        "lines": [_shown(line, boxes[line.pk], form) for line in open_lines],
        "apart": apart_words(order, [line for line in shippable_lines(order) if not line.is_gone]),
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST_REASON,
        "problems": problems,
        "rows_shown": form.shown,
    }
    return Shown(context, status=400 if problems else 200)


ELSEWHERE_PAGE = AdminPage(
    "<int:pk>/elsewhere/",
    "backorders_order_elsewhere",
    shipped_elsewhere_page,
    permission="ship",
    template="admin/order/elsewhere.html",
)


def _ship(
    request: HttpRequest, order: Order, lines: list[OrderLine], form: UnitsForm, key: RequestKey
) -> tuple[str, ...]:
    """Note it and return the problems: none when it was noted, now or by the same request before."""
    if not form.is_valid():
        return form.problems
    units = {line: form.units[line.pk] for line in lines if line.pk in form.units}
    reason = request.POST.get("reason", "")
    with refusals() as problems:
        ship_elsewhere(
            order=order,
            units=units,
            reason=reason,
            key=f"elsewhere:{key.key}",
            by=staff(request),
            revision=shown_revision(request),
            now=timezone.now(),
        )
    return tuple(problems)


def _shown(line: OrderLine, box: UnitsBox, form: UnitsForm) -> ElsewhereLine:
    return ElsewhereLine(
        name=line.name,
        sku=line.sku,
        ordered=plain(line.ordered),
        open=plain(line.open),
        field=box.name,
        typed=form.typed(box),
        problem=form.problem(box),
    )
