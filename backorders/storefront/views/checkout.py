"""The checkout: one page for contact, address and payment; submitting it places the order and pays it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backorders.actions.place_order import NotSalable, place_order
from backorders.models import Cart, Order
from backorders.queries.cart_lines import JudgedLine, cart_lines
from backorders.storefront.checkout_forms import CheckoutForms, checkout_forms
from backorders.storefront.gone_lines import say_what_is_gone
from backorders.storefront.payment_step import payment_step
from backorders.storefront.presenters.cart_page import cart_page
from backorders.storefront.refused_order import refused_order
from backorders.storefront.session_cart import session_cart
from backorders.storefront.views.cart import LINE_TAG
from catalog.forms.once import harmless
from catalog.forms.refusal_message import shopper_refusal
from catalog.storefront.current_store import CurrentStore, current_store

CHANGED = "Your cart has changed since this page was opened. Please look at the summary once more."
NOT_PLACED = "Your order was not placed and nothing was charged: some items cannot be bought as they are in your cart."


@harmless("The checkout's token makes one order, and the payment's claim charges it once.")
@never_cache
@sensitive_post_parameters("card_number", "card_expiry", "card_cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the checkout, or place and pay the order. Submitted twice it leads to the same order."""
    posted = request.POST if request.method == "POST" else None
    if posted is not None and (order := _order_of(posted.get("checkout"))):
        return payment_step(request, order, posted)
    store = current_store(request)
    cart = session_cart(request, store.website)
    if cart is None:
        return redirect("storefront:cart")
    if order := _order_of(cart.token):
        return redirect("storefront:confirmation", checkout=order.checkout)
    say_what_is_gone(request, cart)
    lines = cart_lines(cart, stock=store.stock, configuration=store.configuration, group=store.group)
    page = cart_page(lines, configuration=store.configuration, currency=store.website.currency)
    if not page.can_check_out:
        if lines:
            messages.error(request, NOT_PLACED)
            _tell(request, {line.pk: line.problem for line in page.lines if line.problem})
        return redirect("storefront:cart")
    typed = checkout_forms(posted, ships=page.is_shipped, again=refused_order(request))
    if posted is not None:
        if (posted.get("checkout"), posted.get("seen")) != (str(cart.token), page.mark):
            messages.warning(request, CHANGED)
        elif typed.are_valid:
            return _place(request, store, cart, lines, typed)
    if typed.card is not None:
        typed.card.forget_code()
    shown = {"page": page, "typed": typed, "checkout": str(cart.token)}
    return render(request, "storefront/checkout.html", shown)


def _place(
    request: HttpRequest, store: CurrentStore, cart: Cart, lines: Sequence[JudgedLine], typed: CheckoutForms
) -> HttpResponse:
    contact = typed.contact.cleaned_data
    try:
        order = place_order(
            lines=[(line.product, line.quantity) for line in lines],
            email=contact["email"],
            customer_name=contact["customer_name"],
            ship_to=typed.ship_to,
            website=store.website,
            checkout=cart.token,
            payment_method=contact["payment_method"],
            group=store.group,
            by=None,
            now=timezone.now(),
        )
    except NotSalable as refused:
        messages.error(request, NOT_PLACED)
        why = {line.product: line.refusal for line in refused.lines}
        problems = {
            line.pk: shopper_refusal(why[line.product], line.availability, store.configuration)
            for line in lines
            if line.product in why
        }
        _tell(request, problems)
        return redirect("storefront:cart")
    return payment_step(request, order, request.POST)


def _tell(request: HttpRequest, problems: Mapping[int, str]) -> None:
    """Say at each cart line why it was refused: the cart itself may be shown unchecked."""
    for line, problem in problems.items():
        messages.error(request, problem, extra_tags=f"{LINE_TAG}{line}")


def _order_of(token: object) -> Order | None:
    """Return the order that a checkout became, None when it is none (or no token at all)."""
    try:
        return Order.objects.select_related("website").filter(checkout=str(token)).first() if token else None
    except ValidationError:
        return None
