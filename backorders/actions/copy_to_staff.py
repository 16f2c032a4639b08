"""Tell staff of a new order: who is named in Sales Emails > Order > "Send Order Email Copy To" of its website."""

from hashlib import sha256

from backorders.actions.keep_message import keep_message
from backorders.emails.order_copy import order_copy
from backorders.models import Notification, Order
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import ORDER_COPY_TO
from catalog.rules.text import email_addresses


def copy_to_staff(order: Order) -> tuple[Notification, ...]:
    """Keep one message to each address, once for each order and address. Call in the transaction that confirms the order."""
    addresses = email_addresses(ConfigurationValue.objects.in_force(website=order.website).text(ORDER_COPY_TO))
    message = order_copy(order) if addresses else None
    return tuple(
        keep_message(key=_key(order, address), recipient=address, message=message, order=order)
        for address in addresses
        if message is not None
    )


def _key(order: Order, address: str) -> str:
    # An address may be longer than a key.
    return f"order_copy:{order.pk}:{sha256(address.lower().encode()).hexdigest()[:40]}"
