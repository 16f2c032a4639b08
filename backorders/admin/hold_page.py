"""Sales > Orders > one order: Hold and Unhold."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.hold_order import CannotHold, hold_order, release_order
from backorders.admin.order_page import order_page, said, staff
from backorders.models import Order


def hold_urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of Hold and Unhold."""
    return [
        order_page(site, "hold/", "hold", hold, permission="hold_order"),
        order_page(site, "unhold/", "unhold", unhold, permission="hold_order"),
    ]


@require_POST
def hold(request: HttpRequest, order: Order) -> HttpResponse:
    """Put the order on hold."""
    refusal = None
    try:
        hold_order(order=order, by=staff(request))
    except CannotHold as error:
        refusal = f"You have not put the order on hold. {error}"
    return said(request, order, refusal, "You put the order on hold.")


@require_POST
def unhold(request: HttpRequest, order: Order) -> HttpResponse:
    """Release the order."""
    refusal = None
    try:
        release_order(order=order, by=staff(request))
    except CannotHold as error:
        refusal = f"Can't unhold order. {error}"
    return said(request, order, refusal, "You released the order from holding status.")
