"""The step from a placed order to a paid one."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from backorders.actions.close_cart import close_cart
from backorders.actions.pay_order import PaymentDetailsNeeded, pay_order
from backorders.models import Order
from backorders.rules.payment_method import PaymentMethod
from backorders.storefront.session_cart import remember_cart


def payment_step(request: HttpRequest, order: Order, details: Mapping[str, str]) -> HttpResponse:
    """Pay `order` with the posted card, close its cart and send the shopper to the order's page, which says how it went.

    An order that has its answer from the bank already is not charged again. One to be paid offline waits for its money, and
    its page says where to send it.
    """
    payment = order.payments.latest("pk")
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    if payment.variant != PaymentMethod.CHECK_MONEY_ORDER:
        try:
            address = pay_order(payment=payment, details=details)
        except PaymentDetailsNeeded:
            return redirect(address)
        order.refresh_from_db()
    token = close_cart(order=order)
    if token is not None:
        remember_cart(request, order.website, token)
    return redirect(address)
