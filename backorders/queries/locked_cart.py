"""The lock on a cart: one change at a time, however often the shopper clicks."""

import uuid

from backorders.models import Cart
from catalog.models import Website


def locked_cart(token: uuid.UUID, website: Website) -> Cart | None:
    """Return the cart, locked until the transaction ends, or None when this website has no such cart."""
    if not website.pk:
        return None
    return Cart.objects.select_for_update().filter(token=token, website=website).first()
