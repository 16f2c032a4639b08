"""Customers who were told that units are on backorder are told once that all of them are there."""

from datetime import datetime

from django.db import transaction

from backorders.actions.expire_payments import each_order
from backorders.actions.steps.messages import notify
from backorders.emails.backorder_ready import backorder_ready
from backorders.queries.backorder_ready import READY, orders_that_came
from backorders.queries.locks import locked_order
from backorders.queries.order import order_configuration
from catalog.rules.waiting_settings import TELL_READY


def tell_backorders_ready(*, now: datetime) -> int:
    """Write to every customer whose units have all come, where his website says so; return how many were written.

    Each in a transaction of its own. An order of which nobody can be told is logged, and stops no other.
    """
    del now  # what there is counts, whenever it came
    return each_order(orders_that_came(), _told, what="tell its shopper that his units are there")


@transaction.atomic
def _told(pk: int) -> bool:
    order = locked_order(pk)
    # Asked again under the lock: it may have shipped meanwhile, or another timer has told.
    if not orders_that_came(order=order) or not order_configuration(order).flag(TELL_READY):
        return False
    notify(order=order, occasion=f"{READY}{pk}", message=backorder_ready(order))
    return True
