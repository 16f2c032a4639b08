"""A message about an order: what all of them say."""

from django.urls import reverse
from payments.core import get_base_url

from backorders.emails.message import Message, rendered
from backorders.models import Order


def order_message(template: str, order: Order, **context: object) -> Message:
    """Render `templates/emails/<template>/` with `context` and the order's number, shop, customer name and page."""
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    about = {
        "number": order.number,
        "shop": order.website.name,
        "name": order.customer_name,
        "url": f"{get_base_url()}{address}",
    }
    return rendered(template, about | context)
