"""The visitor's cart, remembered in the session by its token. Reading never opens a session."""

import uuid

from django.http import HttpRequest

from backorders.models import Cart
from catalog.models import Website

# How the names begin under which the session keeps carts.
CART = "cart-"


def cart_token(request: HttpRequest, website: Website) -> uuid.UUID | None:
    """Return the token of the visitor's cart on `website`, None when there is none. The cart itself may be gone."""
    kept = request.session.get(_key(website))
    try:
        return uuid.UUID(str(kept)) if kept else None
    except ValueError:
        return None


def session_cart(request: HttpRequest, website: Website) -> Cart | None:
    """Return the visitor's cart on `website`, None when there is none."""
    token = cart_token(request, website)
    return None if token is None else Cart.objects.filter(token=token, website=website).first()


def remember_cart(request: HttpRequest, website: Website, token: uuid.UUID) -> None:
    """Keep `token` as the visitor's cart on `website`."""
    request.session[_key(website)] = str(token)


def _key(website: Website) -> str:
    return f"{CART}{website.pk}"
