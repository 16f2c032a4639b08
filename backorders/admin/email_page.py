"""Sales > Orders > one order: Send Email."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from backorders.actions.send_confirmation_again import CannotSendAgain, send_confirmation_again
from backorders.admin.order_page import order_page, said, staff
from backorders.admin.request_key import request_key
from backorders.models import Order


def email_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of Send Email."""
    return [order_page(site, "email/", "email", email, permission="change_order")]


@require_POST
def email(request: HttpRequest, order: Order) -> HttpResponse:
    """Send the confirmation again."""
    refusal = None
    try:
        send_confirmation_again(order=order, key=request_key(request, order).hidden, by=staff(request))
    except CannotSendAgain as error:
        refusal = f"The confirmation was not sent. {error}"
    return said(request, order, refusal, "You sent the order email.")
