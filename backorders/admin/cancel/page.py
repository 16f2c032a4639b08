"""Sales > Orders > one order: Cancel, and Cancel Items."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.admin.cancel.presenter import cancel_lines, units_to_cancel
from backorders.admin.order_frame import back_to, said, staff
from backorders.forms.revision import shown_revision
from backorders.forms.units_form import UnitsForm, cancel_boxes
from backorders.models import Order, OrderLine
from backorders.queries.order_money import cancel_money, went_back_before
from backorders.rules.cancellation import why_not_canceled
from backorders.rules.order_status import OrderStatus
from backorders.words.credit_memo import went_back_words
from backorders.words.order import left_over_words, not_canceled_words
from catalog.admin.pages import AdminPage, Shown
from catalog.words.refusal import refusals

CANCELED = "You canceled the order."
ITEMS_CANCELED = "You canceled the items."


def cancel(request: HttpRequest, order: Order) -> HttpResponse:
    """Cancel all that can be canceled and go back to the order; who only looks is shown Cancel Items, which asks."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:backorders_order_cancel_items", args=(order.pk,)))
    with refusals() as problems:
        order = cancel_order(order=order, by=staff(request), revision=shown_revision(request), now=timezone.now())
    return said(request, order, problems, _success(order))


def cancel_items(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show what can be canceled of each line; "Update Qty's" says what typed quantities do, Cancel Items does it."""
    is_posted = request.method == "POST"
    lines = list(order.lines.all())
    status, is_offline = OrderStatus(order.status), order.is_offline
    reason = why_not_canceled(status, [line.progress() for line in lines], is_offline=is_offline)
    form = UnitsForm(request.POST if is_posted else None, boxes=cancel_boxes(order, lines, is_offline=is_offline))
    units = form.units if form.is_valid() else {}
    problems = form.problems if is_posted else ()
    if is_posted and "update" not in request.POST and not problems:
        problems = _cancel(request, order, lines, units)
        if not problems:
            return back_to(order)
    money = cancel_money(order, lines, units_to_cancel(lines, units, is_offline=is_offline), is_offline=is_offline)
    context = {
        "title": f"Cancel Items of #{order.number}",
        "order": {"pk": order.pk, "number": order.number},
        "why_not": not_canceled_words(reason, status),
        "lines": cancel_lines(order, lines, form, units=units, is_offline=is_offline),
        "left_over": left_over_words(money.left_over, order.currency),
        "went_back": went_back_words(money.sum, went_back_before(order, money.sum), order.currency),
        "problems": problems,
        "rows_shown": form.shown,
    }
    return Shown(context, status=400 if problems else 200)


CANCEL_PAGES = (
    AdminPage("<int:pk>/cancel/", "backorders_order_cancel", cancel, permission="cancel"),
    AdminPage(
        "<int:pk>/cancel-items/",
        "backorders_order_cancel_items",
        cancel_items,
        permission="cancel",
        template="admin/order/cancel_items.html",
    ),
)


def _cancel(request: HttpRequest, order: Order, lines: list[OrderLine], units: dict[int, Decimal]) -> tuple[str, ...]:
    """Cancel, and return the problems: none when it was canceled. Bounds are the action's to judge, under the order's lock."""
    wanted = {line: units[line.pk] for line in lines if line.pk in units}
    with refusals() as problems:
        after = cancel_order(
            order=order, units=wanted, by=staff(request), revision=shown_revision(request), now=timezone.now()
        )
        messages.success(request, _success(after, whole=False))
    return tuple(problems)


def _success(order: Order, *, whole: bool = True) -> str:
    return CANCELED if whole or order.status == OrderStatus.CANCELED else ITEMS_CANCELED
