"""The step from a placed order to a paid one."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from backorders.actions.close_cart import close_cart
from backorders.actions.pay_order import PaymentDetailsNeeded, PaymentFailed, PaymentNotYours, pay_order
from backorders.models import Order
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_progress import UNANSWERED
from backorders.storefront.refused_order import remember_refused
from backorders.storefront.session_cart import cart_token, remember_cart
from backorders.storefront.signed_in_staff import signed_in_staff

NO_ANSWER = (
    "The payment provider did not answer, and nothing was charged. Your order is kept: please try again in a moment."
)


def payment_step(request: HttpRequest, order: Order, details: Mapping[str, str]) -> HttpResponse:
    """Pay `order` with the posted card, close its cart and send the shopper to the order's page, which says how it went.

    An order that has its answer from the bank already is not charged again. One to be paid offline waits for its money, and
    its page says where to send it. A provider that does not answer leaves the order to be paid on its page.
    """
    payments = list(order.payments.order_by("pk"))
    # An order that was shipped unpaid, or edited, may have several: the card that waits for an answer is the one to pay.
    payment = next((each for each in payments if each.status in UNANSWERED and not each.is_offline), payments[-1])
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    if payment.variant != PaymentMethod.CHECK_MONEY_ORDER:
        try:
            # The cart of this browser is this visitor's own, whoever he is; any other order is paid by who has its link.
            is_own = cart_token(request, order.website) == order.checkout
            address = pay_order(
                payment=payment,
                details=details,
                by=None if is_own or payment.status not in UNANSWERED else signed_in_staff(request),
                is_through_link=not is_own,
            )
        except PaymentDetailsNeeded:
            return redirect(address)
        except PaymentNotYours as refusal:
            messages.error(request, str(refusal))
            return redirect(address)
        except PaymentFailed:
            messages.error(request, NO_ANSWER)
            return redirect(address)
        order.refresh_from_db()
    token = close_cart(order=order)
    if token is not None:
        remember_cart(request, order.website, token)
        remember_refused(request, order)
    return redirect(address)
