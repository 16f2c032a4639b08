"""Packing slips of parcels that were made, with their tracking numbers, to print: of one, or of those ticked in the list."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from backorders.admin.sheets.facts import PRINTS, sheets_of_shipments
from backorders.admin.sheets.pdf import AS_PDF, pdf_answer
from backorders.forms.ready_to_ship_form import MOST
from backorders.models import Shipment
from catalog.admin.history import moment_words
from catalog.admin.pages import POSTS, AdminPage, Shown
from catalog.forms.once import harmless
from catalog.models.fields import is_id

# The name of the field that names what was ticked.
TICKED = "shipment"
TEMPLATE = "admin/sheets/page.html"


@harmless(PRINTS)
def packing_slip(request: HttpRequest, shipment: Shipment) -> HttpResponse | Shown:
    """Show the packing slip, or return it as a PDF."""
    found = sheets_of_shipments(Shipment.objects.filter(pk=shipment.pk), printed=moment_words(timezone.now()))
    if AS_PDF in request.POST:
        return pdf_answer(found)
    back = (reverse("admin:backorders_shipment_change", args=(shipment.pk,)), f"Shipment #{shipment.number}")
    return Shown({"title": found.title, "sheets": found, "back": back, "pdf_url": request.path, "sent_again": ()})


@harmless(PRINTS)
def packing_slips(request: HttpRequest) -> HttpResponse | Shown:
    """Show the packing slips of the shipments that are named, or return them as a PDF."""
    named = [int(pk) for pk in request.POST.getlist(TICKED)[:MOST] if is_id(Shipment, pk)]
    if AS_PDF in request.POST:
        rows = Shipment.objects.filter(pk__in=named)
        return pdf_answer(sheets_of_shipments(rows, printed=moment_words(timezone.now())))
    return Shown(slips_shown(Shipment.objects.filter(pk__in=named)))


def slips_shown(shipments: QuerySet[Shipment]) -> dict[str, object]:
    """Return what the page shows of the packing slips of `shipments`; its PDF is of the same."""
    ids = list(shipments.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    found = sheets_of_shipments(Shipment.objects.filter(pk__in=ids), printed=moment_words(timezone.now()))
    return {
        "title": found.title,
        "sheets": found,
        "back": (reverse("admin:backorders_shipment_changelist"), "Shipments"),
        "pdf_url": reverse("admin:backorders_shipment_print"),
        "sent_again": tuple((TICKED, str(pk)) for pk in ids[:MOST]),
    }


SLIP_PAGE = AdminPage(
    "<int:pk>/packing-slip/", "backorders_shipment_slip", packing_slip, permission="view", template=TEMPLATE
)
SLIPS_PAGE = AdminPage(
    "print/", "backorders_shipment_print", packing_slips, permission="view", template=TEMPLATE, methods=POSTS
)
