"""Change or remove a line of the cart."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backorders.actions.add_to_cart import QuantityRefused
from backorders.actions.change_cart import change_cart
from backorders.models import CartLine
from backorders.storefront.session_cart import cart_token
from backorders.storefront.views.cart import LINE_TAG
from catalog.forms.once import harmless
from catalog.forms.quantity_form import QuantityForm
from catalog.forms.refusal_message import refusal_message
from catalog.rules.quantity import ZERO
from catalog.storefront.current_store import current_store

GONE = "That item is no longer in your cart."


@harmless("It sets the line to the quantity that is sent, however often.")
@require_POST
def change_line(request: HttpRequest, line: int) -> HttpResponse:
    """Set a line to the posted quantity, or remove it, and go back to the cart, which says how it went."""
    store = current_store(request)
    token = cart_token(request, store.website)
    form = QuantityForm(request.POST)
    removes = "remove" in request.POST
    if not removes and not form.is_valid():
        messages.error(request, form.message, extra_tags=f"{LINE_TAG}{line}")
        return redirect("storefront:cart")
    quantity: Decimal = ZERO if removes else form.cleaned_data["quantity"]
    try:
        change_cart(token=token, website=store.website, line=line, quantity=quantity, group=store.group)
    except CartLine.DoesNotExist:
        messages.info(request, GONE)
    except QuantityRefused as refused:
        text = refusal_message(refused.refusal, store.configuration, most=refused.most)
        messages.error(request, text, extra_tags=f"{LINE_TAG}{line}")
    return redirect("storefront:cart")
