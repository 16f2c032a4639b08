"""A check or money order has not arrived, and the order that waits for it ends soon."""

from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Order
from backorders.queries.how_to_pay import how_to_pay
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.money import price_text


def check_reminder(order: Order, *, due: Decimal, until: datetime, configuration: Configuration) -> Message:
    """Return the message that `due`, in the order's currency, has to arrive before `until`, and where to send it."""
    return order_message(
        "check_reminder",
        order,
        due=price_text(due, order.currency),
        until=f"{localtime(until):%b %-d, %Y, %H:%M %Z}",
        how_to_pay=how_to_pay(configuration),
    )
