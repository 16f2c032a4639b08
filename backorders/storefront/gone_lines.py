"""Tell a shopper which products of the cart are not sold any more, once."""

from django.contrib import messages
from django.http import HttpRequest

from backorders.actions.forget_gone_lines import forget_gone_lines
from backorders.models import Cart


def say_what_is_gone(request: HttpRequest, cart: Cart) -> None:
    """Take deleted products out of `cart` and name them to the shopper."""
    for name in forget_gone_lines(cart=cart):
        what = name or "A product"
        messages.warning(request, f"{what} is no longer sold and was removed from your cart.")
