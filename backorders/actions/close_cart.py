"""Close a cart after its order: a paid order empties it, a refused payment leaves it to try again."""

import uuid

from django.db import transaction
from django.db.models import OuterRef, Subquery

from backorders.models import Order
from backorders.queries.locked_cart import locked_cart
from backorders.rules.order_status import OrderStatus
from catalog.models import Product


def close_cart(*, order: Order) -> uuid.UUID | None:
    """Delete the cart that `order` was made from; return the cart's new token when the order was cancelled, else None.

    A token names one order for good: the same goods bought again are another checkout. A cart that was closed before stays so.
    """
    with transaction.atomic():
        # Read afresh: the payment may have changed it since the caller read it.
        order = Order.objects.select_related("website").get(pk=order.pk)
        cart = locked_cart(order.checkout, order.website)
        if cart is None:
            return None
        if order.status != OrderStatus.CANCELED:
            cart.delete()
            return None
        # Who placed the order has seen what its units cost.
        price = Product.objects.filter(pk=OuterRef("product_id")).values("price")
        cart.lines.filter(product__isnull=False).update(price_seen=Subquery(price))
        cart.token = uuid.uuid4()
        cart.save(update_fields=("token",))
        return cart.token
