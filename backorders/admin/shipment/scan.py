"""Sales > Shipments > Scan: parcels are handed over one after the other, each by one scan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hand_over import hand_over
from backorders.admin.order_frame import staff
from backorders.models import Shipment
from backorders.queries.handover import scanned_shipments
from backorders.rules.handover import LONGEST_SCAN, scanned
from backorders.words.handover import (
    NOTHING_SCANNED,
    TOO_LONG,
    marked_before_words,
    marked_words,
    not_found_words,
    several_words,
)
from catalog.admin.history import moment_words
from catalog.admin.pages import AdminPage, Shown
from catalog.words.refusal import refusals

MOST_NAMED = 5
LAST = 10


def scan_page(request: HttpRequest) -> HttpResponse | Shown:
    """Show a box for a number; POST marks the shipment that has it, and stands ready for the next one."""
    problems: list[str] = []
    if request.method == "POST":
        problems = _scan(request, scanned(request.POST.get("number", "").replace("\0", "")))
        if not problems:
            return HttpResponseRedirect(reverse("admin:backorders_shipment_scan"))
    last = Shipment.objects.filter(handed_over_at__isnull=False).select_related("order").order_by("-handed_over_at")
    return Shown(
        {
            "title": "Hand over parcels",
            "problems": problems,
            "typed": request.POST.get("number", "")[:LONGEST_SCAN] if problems else "",
            "longest": LONGEST_SCAN,
            "last": [(each.pk, each.number, each.order.number, _moment(each)) for each in last[:LAST]],
        },
        status=400 if problems else 200,
    )


SCAN_PAGE = AdminPage(
    "scan/", "backorders_shipment_scan", scan_page, permission="ship", template="admin/shipment/scan.html"
)


def _moment(shipment: Shipment) -> str:
    return moment_words(shipment.handed_over_at) if shipment.handed_over_at else ""


def _scan(request: HttpRequest, scan: str) -> list[str]:
    """Mark what was scanned and say so; return why nothing was."""
    if not scan:
        return [NOTHING_SCANNED]
    if len(scan) > LONGEST_SCAN:
        return [TOO_LONG]
    found = scanned_shipments(scan, most=MOST_NAMED)
    if not found:
        return [not_found_words(scan)]
    if len(found) > 1:
        return [several_words(scan, [each.number for each in found])]
    shipment = found[0]
    with refusals() as problems:
        hand_over(shipment=shipment, by=staff(request), now=timezone.now())
    if problems:
        return problems
    if shipment.handed_over_at is not None:
        messages.info(request, marked_before_words(shipment.number))
    else:
        messages.success(request, marked_words([shipment.number]))
    return []
