"""Sales > Orders > one order: Cancel."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.admin.order_page import order_page, said, staff
from backorders.models import Order


def cancel_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of Cancel."""
    return [order_page(site, "cancel/", "cancel", cancel, permission="cancel_order")]


@require_POST
def cancel(request: HttpRequest, order: Order) -> HttpResponse:
    """Cancel the order and go back to it."""
    refusal = None
    try:
        cancel_order(order=order, by=staff(request))
    except CannotCancel as error:
        refusal = str(error)
    return said(request, order, refusal, "You canceled the order.")
