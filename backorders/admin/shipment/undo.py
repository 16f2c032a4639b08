"""Sales > Shipments > one of them > Undo: what comes back is shown before it does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.undo_shipment import undo_shipment
from backorders.admin.order_frame import staff
from backorders.admin.shipment.shown import shipment_shown, undone_lines
from backorders.forms.revision import shown_revision
from backorders.models import Shipment
from backorders.queries.handover import mails_of, may_have_arrived, undone_parts, why_undo_refused
from backorders.rules.shipment import LONGEST_REASON
from backorders.words.handover import mail_words, undone_success, why_not_undone
from catalog.admin.pages import AdminPage, Shown
from catalog.words.refusal import refusals


def undo_page(request: HttpRequest, shipment: Shipment) -> HttpResponse | Shown:
    """Show what undoing the shipment gives back; POST does it, once: the shipment keeps that it was undone."""
    problems: list[str] = []
    if request.method == "POST":
        with refusals() as problems:
            undo_shipment(
                shipment=shipment,
                reason=request.POST.get("reason", ""),
                revision=shown_revision(request),
                by=staff(request),
                now=timezone.now(),
            )
        if not problems:
            messages.success(request, undone_success(shipment.number))
            return HttpResponseRedirect(reverse("admin:backorders_shipment_change", args=(shipment.pk,)))
    parts = undone_parts(shipment)
    refusal = why_undo_refused(shipment, parts)
    context = {
        "title": f"Undo Shipment: #{shipment.number}",
        "shipment": shipment_shown(shipment),
        "why_not": why_not_undone(refusal, shipment.number) if refusal else "",
        "lines": undone_lines(parts),
        "mail": mail_words(is_told=any(map(may_have_arrived, mails_of(shipment)))),
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST_REASON,
        "revision": shipment.order.revision,
        "problems": problems,
    }
    return Shown(context, status=400 if problems else 200)


UNDO_PAGE = AdminPage(
    "<int:pk>/undo/", "backorders_shipment_undo", undo_page, permission="ship", template="admin/shipment/undo.html"
)
