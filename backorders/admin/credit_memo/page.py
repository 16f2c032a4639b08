"""Sales > Orders > one order > Credit Memo: what is refunded, and what becomes of the goods, said before it happens."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backorders.actions.refund_order import ON_HOLD, Refunded, refund_order
from backorders.admin.credit_memo.presenter import MemoShown, memo_shown
from backorders.admin.order_frame import back_to, request_key, staff
from backorders.forms.credit_memo_form import CreditMemoForm
from backorders.forms.revision import shown_revision
from backorders.forms.units_form import UnitsBox
from backorders.models import CreditMemo, Order, OrderLine
from backorders.queries.asked_units import line_policies
from backorders.queries.credit_memo import refund_preview
from backorders.queries.order import stale_words
from backorders.rules.credit_memo import returns_at_first
from backorders.rules.line_quantities import refundable
from backorders.rules.order_status import OrderStatus
from catalog.admin.pages import AdminPage, Shown
from catalog.models import ConfigurationValue
from catalog.rules import configuration as declared
from catalog.words.refusal import refusals

LOOK_AGAIN = "Please read what will happen now, then press the button again."
CREATED = "You created the credit memo."


@dataclass(frozen=True)
class _Draft:
    """A memo that is being written: `lines` can be refunded, `wanted` are those of them that shall be."""

    order: Order
    lines: tuple[OrderLine, ...]
    form: CreditMemoForm
    wanted: dict[OrderLine, Refunded]
    shown: MemoShown


def new_credit_memo(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show a new memo; "Update Qty's" computes it again, Refund creates it once for each request key.

    Refund says first what was not said yet: quantities that were changed since, an order that somebody else changed.
    """
    is_posted = request.method == "POST"
    key = request_key(request, order)
    if is_posted and CreditMemo.objects.filter(key=key.key, order=order).exists():
        messages.success(request, CREATED)
        return back_to(order)
    draft = _draft(order, request)
    problems = draft.form.problems if is_posted else ()
    notice = ""
    if is_posted and draft.lines and "update" not in request.POST:
        if changed := stale_words(order, shown_revision(request)):
            problems = (changed,)
        elif not problems and draft.wanted and request.POST.get("shown") != draft.shown.shown:
            notice = LOOK_AGAIN
        elif not problems:
            problems = _refund(request, draft, key=key.key)
            if not problems:
                messages.success(request, CREATED)
                return back_to(order)
    context = {
        "title": f"New Credit Memo for #{order.number}",
        "order": {"pk": order.pk, "number": order.number},
        "why_not": _why_not(draft),
        "memo": draft.shown,
        "refund_label": "Refund Offline" if order.is_offline else "Refund",
        "problems": problems,
        "notice": notice,
        "rows_shown": draft.form.shown,
    }
    return Shown(context, status=400 if problems else 200)


CREDIT_MEMO_PAGE = AdminPage(
    "<int:pk>/credit-memo/",
    "backorders_order_credit_memo",
    new_credit_memo,
    permission="refund",
    template="admin/order/new_credit_memo.html",
)


def _draft(order: Order, request: HttpRequest) -> _Draft:
    lines = tuple(line for line in order.lines.all() if refundable(line.progress()))
    policies = line_policies(order, lines)
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    # Where orders do not decrease stock there is nothing to return.
    offered = {
        line.pk
        for line in lines
        if line.product_id in policies
        and policies[line.product_id].manage_stock
        and configuration.flag(declared.CAN_SUBTRACT)
    }
    boxes = [
        UnitsBox(
            line.pk,
            line.sku,
            refundable(line.progress()),
            line.ordered,
            is_qty_decimal=line.product_id in policies and policies[line.product_id].is_qty_decimal,
        )
        for line in lines
    ]
    data = request.POST if request.method == "POST" else None
    form = CreditMemoForm(
        data,
        boxes=boxes,
        refundable={box.line_id: box.begins for box in boxes},
        returnable=offered,
        returns_at_first={
            line.pk
            for line in lines
            if returns_at_first(
                refundable(line.progress()), line.progress(), is_configured=configuration.flag(declared.AUTO_RETURN)
            )
        },
    )
    form.is_valid()
    # What was refused is left out of what is said.
    units = {box.line_id: box.begins for box in boxes} if data is None else form.units
    wanted = {
        line: Refunded(units[line.pk], return_to_stock=form.returns(line.pk)) for line in lines if units.get(line.pk)
    }
    shown = memo_shown(order, lines, form, wanted=wanted, preview=refund_preview(order, wanted))
    return _Draft(order, lines, form, wanted, shown)


def _refund(request: HttpRequest, draft: _Draft, *, key: str) -> tuple[str, ...]:
    """Create the memo, and return the problems: none when it was created."""
    with refusals() as problems:
        refund_order(
            order=draft.order,
            units=draft.wanted,
            key=key,
            by=staff(request),
            comment=draft.form.cleaned_data["comment"],
            revision=shown_revision(request),
            now=timezone.now(),
        )
    return tuple(problems)


def _why_not(draft: _Draft) -> str:
    """Return why there is nothing to refund; empty when there is."""
    if draft.order.status == OrderStatus.ON_HOLD:
        return f"{ON_HOLD} Release it first."
    if draft.lines:
        return ""
    if any(line.invoiced for line in draft.order.lines.all()):
        return "Everything that was paid for has been refunded already."
    return "Nothing of this order has been paid for yet: there is nothing to refund."
