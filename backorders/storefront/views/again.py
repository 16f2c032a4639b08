"""The goods of an order that came to nothing are put into the cart again: a refused payment is no dead end, wherever it is read."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backorders.actions.cart import QuantityRefused, add_to_cart
from backorders.models import OrderLine
from backorders.storefront.shop_frame import CART, cart_token, remember_cart
from backorders.storefront.views.order import asked_order, enter_shop_of
from backorders.words.order import back_in_cart_words, not_back_in_cart_words
from catalog.models import Product, Website
from catalog.storefront.current_store import CurrentStore, current_store
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import NOT_SOLD, shopper_refusal


@once_in_shop(remembers=CART)
@require_POST
def order_again(request: HttpRequest, checkout: uuid.UUID) -> HttpResponse:
    """Put what was ordered into the cart, as far as it can be bought now, and lead there, which says of each other line why not."""
    order = asked_order(checkout)
    enter_shop_of(request, order)
    store = current_store(request)
    added = 0
    for line in order.lines.select_related("product").order_by("pk"):
        if why := _why_not(request, store, line):
            messages.error(request, not_back_in_cart_words(line.name, why))
        else:
            added += 1
    if added:
        messages.success(request, back_in_cart_words(added))
    return redirect("storefront:cart")


def _why_not(request: HttpRequest, store: CurrentStore, line: OrderLine) -> str:
    """Put a line into the cart and return nothing, or return why it cannot be bought so."""
    if line.product is None:
        return NOT_SOLD
    try:
        put = add_to_cart(
            token=cart_token(request, store.website),
            website=store.website,
            product=line.product,
            quantity=line.ordered,
            group=store.group,
        )
    except QuantityRefused as refused:
        return shopper_refusal(refused.refusal, refused.told, store.configuration, in_cart=refused.in_cart)
    except (Product.DoesNotExist, Website.DoesNotExist):
        return NOT_SOLD
    remember_cart(request, store.website, put.cart.token)
    return ""
