"""Sales > Orders > one order > Shipments: Add Tracking Number."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.save_tracking import save_tracking
from backorders.admin.order_page import order_page, said, staff
from backorders.forms.parcel_form import ParcelForm
from backorders.models import Order, Shipment


def tracking_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of Add Tracking Number."""
    return [order_page(site, "shipment/<int:shipment>/tracking/", "tracking", tracking, permission="ship_order")]


@require_POST
def tracking(request: HttpRequest, order: Order, shipment: int) -> HttpResponse:
    """Store the tracking number of a shipment of the order and go back to it."""
    found = get_object_or_404(Shipment, pk=shipment, order=order)
    form = ParcelForm(request.POST)
    if not form.is_valid():
        return said(request, order, " ".join(form.problems), "")
    carrier, number = form.cleaned_data["carrier"], form.cleaned_data["tracking_number"]
    save_tracking(shipment=found, carrier=carrier, tracking_number=number, by=staff(request))
    return said(request, order, None, "The tracking number has been saved.")
