"""Sales > Orders > one order > Invoice: New Invoice, for what is paid outside the shop."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backorders.actions.invoice_order import NOT_ALLOWED, invoice_order
from backorders.admin.order_frame import RequestKey, back_to, request_key, said, staff
from backorders.forms.revision import shown_revision
from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Invoice, Order
from backorders.queries.order_lines import order_offers
from backorders.queries.order_money import LineToInvoice, lines_to_invoice
from backorders.rules.order_status import GOING_ON, OrderStatus
from catalog.admin.pages import AdminPage, Shown
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.words.refusal import refusals

SUCCESS = "The invoice has been created."


@dataclass(frozen=True)
class InvoiceRow:
    """One row of Items to Invoice."""

    name: str
    sku: str
    price: str
    ordered: str
    invoiced: str
    field: str
    typed: str
    problem: str
    total: str


def new_invoice(request: HttpRequest, order: Order) -> HttpResponse | Shown:
    """Show what is left to invoice; POST invoices it, once for each request key, or only follows "Update Qty's"."""
    key = request_key(request, order)
    is_sent = request.method == "POST" and "update" not in request.POST
    if is_sent and Invoice.objects.filter(key=key.key, order=order).exists():
        return said(request, order, (), SUCCESS)
    if OrderStatus(order.status) not in GOING_ON or not order_offers(order).invoices:
        return said(request, order, (NOT_ALLOWED,), "")
    lines = lines_to_invoice(order)
    boxes = [UnitsBox(line.pk, line.sku, line.left, line.ordered, line.is_qty_decimal, line.left) for line in lines]
    form = UnitsForm(request.POST if request.method == "POST" else None, boxes=boxes)
    problems = form.problems if form.is_bound else ()
    if is_sent and not problems:
        problems = _invoice(request, order, form, key)
        if not problems:
            messages.success(request, SUCCESS)
            return back_to(order)
    units = {line.pk: _units(line, form) for line in lines}
    total = sum((line.value_of(units[line.pk]) for line in lines), Decimal("0.00"))
    context = {
        "title": f"New Invoice for #{order.number}",
        "order": {"pk": order.pk, "number": order.number},
        "rows": [_row(line, box, form, units[line.pk], order.currency) for line, box in zip(lines, boxes, strict=True)],
        "total": amount_text(total, order.currency),
        "waits_for_card": not order.is_offline,
        "problems": problems,
        "rows_shown": form.shown,
    }
    return Shown(context, status=400 if problems else 200)


INVOICE_PAGE = AdminPage(
    "<int:pk>/invoice/",
    "backorders_order_invoice",
    new_invoice,
    permission="invoice",
    template="admin/order/new_invoice.html",
)


def _invoice(request: HttpRequest, order: Order, form: UnitsForm, key: RequestKey) -> tuple[str, ...]:
    units = {line: form.units.get(line.pk, ZERO) for line in order.lines.all()}
    with refusals() as problems:
        invoice_order(
            order=order,
            units=units,
            by=staff(request),
            key=key.key,
            revision=shown_revision(request),
            now=timezone.now(),
        )
    return tuple(problems)


def _units(line: LineToInvoice, form: UnitsForm) -> Decimal:
    """Return the units that the row counts with: as typed when that makes sense, else none."""
    if not form.is_bound:
        return line.left
    return form.units.get(line.pk, ZERO)


def _row(line: LineToInvoice, box: UnitsBox, form: UnitsForm, units: Decimal, currency: str) -> InvoiceRow:
    return InvoiceRow(
        name=line.name,
        sku=line.sku,
        price=amount_text(line.unit_price, currency),
        ordered=plain(line.ordered),
        invoiced=plain(line.invoiced),
        field=box.name,
        typed=form.typed(box),
        problem=form.problem(box),
        total=amount_text(line.value_of(units), currency),
    )
