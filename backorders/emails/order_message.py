"""A message about an order: what all of them say."""

from django.urls import reverse

from backorders.emails.message import Message, rendered
from backorders.models import Order
from backorders.models.shop_address import shop_address


def order_message(template: str, order: Order, **context: object) -> Message:
    """Render `templates/emails/<template>/` with `context` and the order's number, shop, customer name and page."""
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    about = {
        "number": order.number,
        "shop": order.website.name,
        "name": order.customer_name,
        "url": shop_address(order, address),
    }
    return rendered(template, about | context)
