"""The step from a placed order to a paid one."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from backorders.actions.close_cart import close_cart
from backorders.actions.pay_order import PaymentDetailsNeeded, pay_order
from backorders.models import Order
from backorders.storefront.session_cart import remember_cart


def payment_step(request: HttpRequest, order: Order, details: Mapping[str, str]) -> HttpResponse:
    """Pay `order` with the posted card, close its cart and send the shopper to the order's page, which says how it went.

    An order that has its answer from the bank already is not charged again.
    """
    try:
        address = pay_order(payment=order.payments.latest("pk"), details=details)
    except PaymentDetailsNeeded:
        return redirect("storefront:confirmation", checkout=order.checkout)
    order.refresh_from_db()
    token = close_cart(order=order)
    if token is not None:
        remember_cart(request, order.website, token)
    return redirect(address)
