"""An order as its shopper sees it, who is whoever knows its address: its page, and its cancellation."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

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
from backorders.models import Order, OrderLine
from backorders.queries.logged_order import logged_order
from backorders.queries.order import order_configuration
from backorders.queries.payment import payment_asks_for_card
from backorders.rules.order_status import OrderStatus
from backorders.storefront.checkout import payment_step
from backorders.storefront.order_page import order_page
from backorders.storefront.own_cancel import own_cancel, own_cancel_page
from backorders.storefront.shop_frame import signed_in_staff
from backorders.words.cancellation import CHOOSE, own_canceled_words
from backorders.words.order import refund_in_words
from catalog.forms.once import harmless
from catalog.queries.history import staff_name
from catalog.queries.prepared import Compiled
from catalog.rules.in_force import Configuration
from catalog.rules.money import price_text
from catalog.storefront.current_store import address_at, current_store, enter_store
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import refusals


@harmless(
    "An order that has its answer from the bank is not charged again: the payment's claim, held while it is asked."
)
@never_cache
@sensitive_post_parameters("card_number", "card_expiry", "card_cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Show the order, in its own shop; one whose card is not charged yet asks for it, and posting the card pays it."""
    order = asked_order(checkout)
    if (host := enter_shop_of(request, order)) and request.method != "POST":
        return redirect(address_at(request, host, request.get_full_path()))
    posted = request.POST if request.method == "POST" else None
    card = CardForm(posted, today=timezone.localdate()) if payment_asks_for_card() else None
    if posted is not None and (card is None or card.is_valid()):
        return payment_step(request, order, posted)
    if card is not None:
        card.forget_card()
    page = order_page(
        order, shop_configuration(request, order), has_returned="returned" in request.GET, today=timezone.localdate()
    )
    return render(
        request,
        "storefront/confirmation.html",
        {"page": page, "card": card, "staff": staff_name(signed_in_staff(request))},
    )


def asked_order(checkout: uuid.UUID) -> Order:
    """Return the order whose address was opened, and note it for the log; raises `Http404` when there is none."""
    order = _order.first(checkout)
    if order is None:
        raise Http404
    logged_order.set(order.pk)
    return order


@Compiled
def _order(checkout: uuid.UUID) -> QuerySet[Order]:
    return Order.objects.select_related("website", "stock", "store_view").filter(checkout=checkout).order_by()


def enter_shop_of(request: HttpRequest, order: Order) -> str:
    """Let the page be one of the website of `order`; return that website's host name where it is asked for at another one."""
    with suppress(Http404):  # no website sells any more; the page of an order opens all the same
        return enter_store(request, website=order.website_id, store_view=order.store_view_id)
    return ""


def shop_configuration(request: HttpRequest, order: Order) -> Configuration:
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
    """Ask whether to cancel all that can be (a page for browsers without scripts), or cancel it and go back to the order."""
    order = asked_order(checkout)
    enter_shop_of(request, order)
    if request.method == "POST":
        return _cancel(request, order, None)
    page = order_page(order, shop_configuration(request, order), today=timezone.localdate())
    if page.cancel is None:
        return redirect("storefront:cancel_items", checkout=checkout)  # which says why
    context = {"page": page, "staff": staff_name(signed_in_staff(request))}
    return render(request, "storefront/cancel_order.html", context)


@once_in_shop()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_items(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Show what can be canceled of each line, the one that the address names chosen already; or cancel what was chosen."""
    order = asked_order(checkout)
    enter_shop_of(request, order)
    is_posted = request.method == "POST"
    asked = own_cancel(order, request.POST if is_posted else None)
    problems = asked.form.problems if is_posted else ()
    # What was chosen on a page that is older than the order may be of a line that offers nothing any more: the action says so.
    is_old = shown_revision(request) not in {None, order.revision}
    if is_posted and (is_old or not problems):
        if is_old or asked.units or not asked.form.boxes:
            return _cancel(request, order, asked.units if asked.form.is_valid() else {})
        problems = (CHOOSE,)
    page = own_cancel_page(
        asked,
        shop_configuration(request, order),
        chosen=request.GET.get("line", ""),
        problems=problems,
        today=timezone.localdate(),
    )
    if page.why_not:
        messages.error(request, page.why_not)
        return redirect("storefront:confirmation", checkout=checkout)
    context = {"page": page, "staff": staff_name(signed_in_staff(request))}
    return render(request, "storefront/cancel_items.html", context, status=400 if problems else 200)


def _cancel(request: HttpRequest, order: Order, units: Mapping[OrderLine, Decimal] | None) -> HttpResponse:
    """Cancel `units` {line: quantity}, or all that can be, and go back to the order, which says what was done or why not."""
    with refusals() as problems:
        canceled = cancel_own_order(
            order=order,
            units=units,
            by=signed_in_staff(request),
            revision=shown_revision(request),
            now=timezone.now(),
        )
        amount = price_text(canceled.refund, order.currency) if canceled.refund else ""
        said = own_canceled_words(
            [(line.name, quantity) for line, quantity in canceled.units.items()],
            is_whole=canceled.order.status == OrderStatus.CANCELED,
            refund=refund_in_words(amount, by_card=canceled.by_card),
        )
        messages.success(request, said)
    if problems:
        messages.error(request, " ".join(problems))
    return redirect("storefront:confirmation", checkout=order.checkout)
