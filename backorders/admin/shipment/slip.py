"""Sales > Shipments > one of them > Packing Slip: what lies in it, with its tracking numbers, to print."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from backorders.admin.sheets.facts import PRINTS, sheets_of_shipment
from backorders.admin.sheets.pdf import AS_PDF, pdf_answer
from backorders.models import Shipment
from catalog.admin.history import moment_words
from catalog.admin.pages import AdminPage, Shown
from catalog.forms.once import harmless


@harmless(PRINTS)
def packing_slip(request: HttpRequest, shipment: Shipment) -> HttpResponse | Shown:
    """Show the packing slip, or return it as a PDF."""
    found = sheets_of_shipment(shipment, printed=moment_words(timezone.now()))
    if AS_PDF in request.POST:
        return pdf_answer(found)
    back = (reverse("admin:backorders_shipment_change", args=(shipment.pk,)), f"Shipment #{shipment.number}")
    return Shown({"title": found.title, "sheets": found, "back": back, "pdf_url": request.path, "sent_again": ()})


SLIP_PAGE = AdminPage(
    "<int:pk>/packing-slip/",
    "backorders_shipment_slip",
    packing_slip,
    permission="view",
    template="admin/sheets/page.html",
)
