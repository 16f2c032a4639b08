"""Sales > Orders > one order: Send again and Mark as sent, for a refund that is not confirmed."""

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.confirm_refund import confirm_refund
from backorders.actions.resend_refund import CannotResend, resend_refund
from backorders.admin.order_page import order_page, said, staff
from backorders.models import Order, Refund


def refund_urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of Send again and Mark as sent."""
    return [
        order_page(site, "refund/<int:refund>/send/", "refund_send", send, permission="refund_order"),
        order_page(site, "refund/<int:refund>/sent/", "refund_sent", mark, permission="refund_order"),
    ]


@require_POST
def send(request: HttpRequest, order: Order, refund: int) -> HttpResponse:
    """Send the refund once more and go back to the order."""
    return _act(request, order, refund, resend_refund, "The refund is sent again.")


@require_POST
def mark(request: HttpRequest, order: Order, refund: int) -> HttpResponse:
    """Note that the refund has gone and go back to the order."""
    return _act(request, order, refund, confirm_refund, "You marked the refund as sent.")


def _act(request: HttpRequest, order: Order, pk: int, action: Callable[..., Refund], success: str) -> HttpResponse:
    refund = get_object_or_404(Refund.objects.select_related("payment"), pk=pk, payment__order=order)
    refusal = None
    try:
        action(refund=refund, by=staff(request))
    except CannotResend as error:
        refusal = str(error)
    return said(request, order, refusal, success)
