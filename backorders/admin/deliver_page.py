"""Sales > Orders > one order: Deliver."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.deliver_order import CannotDeliver, deliver_order
from backorders.admin.order_page import order_page, said, staff
from backorders.models import Order


def deliver_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of Deliver."""
    return [order_page(site, "deliver/", "deliver", deliver, permission="ship_order")]


@require_POST
def deliver(request: HttpRequest, order: Order) -> HttpResponse:
    """Deliver the virtual units that the queue has for the order."""
    refusal = None
    try:
        deliver_order(order=order, by=staff(request))
    except CannotDeliver as error:
        refusal = str(error)
    return said(request, order, refusal, "The units have been delivered.")
