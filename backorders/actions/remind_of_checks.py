"""Remind shoppers of checks that have not arrived, some days before their orders end."""

from datetime import datetime

from django.db import transaction

from backorders.actions.each_order import each_order
from backorders.actions.notify import notify
from backorders.emails.check_reminder import check_reminder
from backorders.models import Notification
from backorders.queries.locks import locked_order
from backorders.queries.money_due import money_due
from backorders.queries.order_configuration import order_configuration
from backorders.queries.unpaid_orders import REMINDED, checks_to_remind
from backorders.rules.check_reminder import ends_at
from backorders.rules.order_status import OrderStatus
from catalog.rules.sales_settings import CHECK_LIFETIME


def remind_of_checks(*, now: datetime) -> int:
    """Write to the shopper of every unpaid check order that ends soon, once an order; return how many were written.

    Each in a transaction of its own. An order that cannot be reminded of is logged, and stops no other.
    """
    return each_order(checks_to_remind(now=now), lambda pk: _reminded(pk, now=now), what="remind its shopper")


@transaction.atomic
def _reminded(pk: int, *, now: datetime) -> bool:
    order = locked_order(pk)
    key = f"{REMINDED}{pk}"
    if order.standing is not OrderStatus.PENDING_PAYMENT or Notification.objects.filter(key=key).exists():
        # Its check arrived, somebody canceled it, or another timer has written.
        return False
    configuration = order_configuration(order)
    due, until = money_due(order), ends_at(order.placed_at, configuration.number(CHECK_LIFETIME))
    if not due or until is None or until <= now:
        return False
    message = check_reminder(order, due=due, until=until, configuration=configuration)
    notify(order=order, occasion=key, message=message)
    return True
