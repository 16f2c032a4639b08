"""Sales > Orders > one order: Edit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backorders.actions.edit_order import edit_order, why_not_edit
from backorders.admin.edit_order.presenter import EditShown, edit_shown
from backorders.admin.order_draft import items_shown
from backorders.admin.order_frame import RequestKey, back_to, request_key, said, staff
from backorders.forms.order_form import TypedLine, typed_lines
from backorders.forms.revision import shown_revision
from backorders.forms.units_form import rows_problem
from backorders.models import Order, OrderEvent
from backorders.queries.order import changed_words
from backorders.queries.order_edit import judged_edit
from catalog.admin.moved_day import days_asked, told_seen
from catalog.admin.pages import AdminPage, Shown
from catalog.admin.screen import tell_problems
from catalog.models import ConfigurationValue
from catalog.words.refusal import refusals

SAVED = "You saved the order."
NOTHING = "Nothing was changed."
NOT_SAVED = "The order was not changed: please correct what is marked below."
LOOK = "Please check what will change, then save."


def edit_page(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show the order's lines; Save Changes does what the page has shown, once for each request key."""
    key = request_key(request, order)
    if request.method == "POST" and OrderEvent.objects.filter(key=key.key).exists():
        return said(request, order, (), SAVED)
    if refusal := why_not_edit(order):
        return said(request, order, (refusal,), "")
    shown, typed = _shown(request, order)
    is_refused = False
    if request.method == "POST" and shown_revision(request) != order.revision:
        messages.warning(request, changed_words(order))
    elif request.POST.get("do") == "save":
        if shown.is_wrong:
            is_refused = True
            messages.error(request, NOT_SAVED)
        elif not shown.changes:
            messages.info(request, NOTHING)
            return back_to(order)
        elif request.POST.get("shown") != shown.mark:
            messages.warning(request, LOOK)
        elif _saved(request, order, typed, shown, key=key):
            messages.success(request, SAVED)
            return back_to(order)
        else:
            order.refresh_from_db(fields=("revision",))
            is_refused, shown = True, _shown(request, order)[0]
    context = {
        "title": f"Edit #{order.number}",
        "order": {"pk": order.pk, "number": order.number, "website_id": order.website_id},
        "edit": shown,
        "items": shown.items,
        **told_seen(request),
    }
    return Shown(context, status=400 if is_refused else 200)


EDIT_PAGE = AdminPage(
    "<int:pk>/edit/", "backorders_order_edit", edit_page, permission="change", template="admin/order/edit.html"
)


def _shown(request: HttpRequest, order: Order) -> tuple[EditShown, tuple[TypedLine, ...]]:
    """Judge what was typed, without a lock: to show it."""
    typed = typed_lines(list(order.lines.order_by("pk")), request.POST.dict())
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    group = order.customer_group or None
    items = items_shown(
        request, order.website, stock=order.stock, configuration=configuration, group=group, judges=False
    )
    units = {each.line.pk: each.units for each in typed if each.units is not None}
    judged = judged_edit(order, units, items.wanted, is_offline=order.is_offline)
    lost = rows_problem(request.POST, prefix="line-")
    return edit_shown(order, typed, items, judged, lost=lost), typed


def _saved(
    request: HttpRequest,
    order: Order,
    typed: tuple[TypedLine, ...],
    shown: EditShown,
    *,
    key: RequestKey,
) -> bool:
    """Edit the order, or say why it was refused: somebody else bought the units, or changed the order, meanwhile."""
    # The order keeps its place: what it is raised by may be units of those behind it.
    held = [line.line.held_product_id for line in typed] + [product.pk for product in shown.items.wanted]
    with refusals() as problems, days_asked(request, held):
        edit_order(
            order=order,
            units={each.line: each.units for each in typed if each.units is not None},
            added=shown.items.wanted,
            by=staff(request),
            now=timezone.now(),
            key=key.key,
            revision=shown_revision(request),
        )
    tell_problems(request, problems)
    return not problems
