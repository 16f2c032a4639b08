"""What the visitor holds in his cart, and in an order of his that waits for its payment (the setting SHOPPER_HOLDINGS)."""

from django.http import HttpRequest
from django.urls import reverse

from backorders.models import CartLine
from backorders.queries.unpaid_orders import order_to_pay
from backorders.storefront.session_cart import cart_token
from catalog.models import Website
from catalog.storefront.current_store import Holdings


def holdings(request: HttpRequest, website: Website) -> Holdings:
    """Return what the visitor holds on `website`. A visitor without a cart costs no query, another two or three."""
    token = cart_token(request, website)
    if token is None:
        return Holdings()
    in_cart = dict(CartLine.objects.filter(cart__token=token, cart__website=website).values_list("product", "quantity"))
    order = order_to_pay(token)
    if order is None:
        return Holdings(in_cart=in_cart)
    held = order.lines.exclude(product=None).values_list("product", flat=True)
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    # The cart became that order: its units are reserved, and nothing of them is bought a second time.
    return Holdings(waiting=frozenset(held), order_url=address)
