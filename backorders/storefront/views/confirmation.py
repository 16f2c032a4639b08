"""An order's page: the confirmation, and later what has become of it. Open to who knows its address."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backorders.forms.card_form import CardForm
from backorders.models import Order
from backorders.queries.logged_order import about_order
from backorders.queries.payment_asks_for_card import payment_asks_for_card
from backorders.storefront.payment_step import payment_step
from backorders.storefront.presenters.order_page import order_page
from backorders.storefront.signed_in_staff import signed_in_staff
from catalog.forms.once import harmless
from catalog.queries.history import staff_name


@harmless(
    "An order that has its answer from the bank is not charged again: the payment's claim, held while it is asked."
)
@never_cache
@sensitive_post_parameters("card_number", "card_expiry", "card_cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Show the order; one whose card is not charged yet asks for it, and posting the card pays it."""
    order = get_object_or_404(Order.objects.select_related("website", "stock"), checkout=checkout)
    about_order(order.pk)
    posted = request.POST if request.method == "POST" else None
    card = CardForm(posted, today=timezone.localdate()) if payment_asks_for_card() else None
    if posted is not None and (card is None or card.is_valid()):
        return payment_step(request, order, posted)
    if card is not None:
        card.forget_card()
    page = order_page(order, has_returned="returned" in request.GET)
    return render(
        request,
        "storefront/confirmation.html",
        {"page": page, "card": card, "staff": staff_name(signed_in_staff(request))},
    )
