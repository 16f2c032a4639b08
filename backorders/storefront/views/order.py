"""An order as its shopper sees it, who is whoever knows its address: its page, and its cancellation."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backorders.actions.cancel_order import cancel_own_order
from backorders.forms.checkout_form import CardForm
from backorders.forms.revision import shown_revision
from backorders.models import Order
from backorders.queries.logged_order import logged_order
from backorders.queries.order import order_configuration
from backorders.queries.payment import payment_asks_for_card
from backorders.storefront.checkout import payment_step
from backorders.storefront.order_page import order_page
from backorders.storefront.shop_frame import signed_in_staff
from backorders.words.cancellation import TOO_LATE
from backorders.words.order import refund_in_words
from catalog.forms.once import harmless
from catalog.queries.history import staff_name
from catalog.queries.prepared import Compiled
from catalog.rules.in_force import Configuration
from catalog.storefront.current_store import current_store
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import refusals


@harmless(
    "An order that has its answer from the bank is not charged again: the payment's claim, held while it is asked."
)
@never_cache
@sensitive_post_parameters("card_number", "card_expiry", "card_cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Show the order; one whose card is not charged yet asks for it, and posting the card pays it."""
    order = _asked_order(checkout)
    posted = request.POST if request.method == "POST" else None
    card = CardForm(posted, today=timezone.localdate()) if payment_asks_for_card() else None
    if posted is not None and (card is None or card.is_valid()):
        return payment_step(request, order, posted)
    if card is not None:
        card.forget_card()
    page = order_page(order, _configuration(request, order), has_returned="returned" in request.GET)
    return render(
        request,
        "storefront/confirmation.html",
        {"page": page, "card": card, "staff": staff_name(signed_in_staff(request))},
    )


def _asked_order(checkout: uuid.UUID) -> Order:
    """Return the order whose address was opened, and note it for the log; raises `Http404` when there is none."""
    order = _order.first(checkout)
    if order is None:
        raise Http404
    logged_order.set(order.pk)
    return order


@Compiled
def _order(checkout: uuid.UUID) -> QuerySet[Order]:
    return Order.objects.select_related("website", "stock", "store_view").filter(checkout=checkout).order_by()


def _configuration(request: HttpRequest, order: Order) -> Configuration:
    """Return what is configured where `order` was placed: no query more where the page is opened in the same store view."""
    with suppress(Http404):  # no website sells any more; the page of an order opens all the same
        store = current_store(request)
        if store.store_view.pk == order.store_view_id:
            return store.configuration
    return order_configuration(order)


@once_in_shop()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Ask whether the order is to be canceled (a page for browsers without scripts), or cancel it and go back to it."""
    order = _asked_order(checkout)
    page = order_page(order, _configuration(request, order))
    if request.method != "POST":
        if page.may_cancel:
            return render(
                request, "storefront/cancel_order.html", {"page": page, "staff": staff_name(signed_in_staff(request))}
            )
        messages.info(request, TOO_LATE)
        return redirect("storefront:confirmation", checkout=checkout)
    with refusals() as problems:
        cancel_own_order(order=order, by=signed_in_staff(request), revision=shown_revision(request), now=timezone.now())
    if problems:
        messages.error(request, " ".join(problems))
    else:
        refund = refund_in_words(page.refundable, by_card=page.refunds_card_only) or "Nothing was charged."
        messages.success(request, f"Your order was canceled. {refund}")
    return redirect("storefront:confirmation", checkout=checkout)
