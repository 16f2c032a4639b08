"""Sales > Orders > one order: Move to front."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.admin.order_page import order_page, said, staff
from backorders.models import Order, OrderLine


def queue_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of Move to front."""
    return [order_page(site, "line/<int:line>/front/", "front", front, permission="prioritise_order")]


@require_POST
def front(request: HttpRequest, order: Order, line: int) -> HttpResponse:
    """Move a line to the front of its queue and go back to the order."""
    moved = get_object_or_404(OrderLine, pk=line, order=order)
    refusal = None
    try:
        move_to_front(line=moved, reason=request.POST.get("reason", ""), by=staff(request))
    except CannotMove as error:
        refusal = str(error)
    return said(request, order, refusal, f"{moved.sku} is the first in the queue now.")
