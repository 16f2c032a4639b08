"""Orders that wait for their money: a check is reminded of, and the order ends when none comes."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import OperationalError, transaction

from backorders.actions.steps.messages import notify
from backorders.actions.steps.order_status import cancel_unpaid
from backorders.actions.steps.payments import withdraw_payments
from backorders.emails.order_news import check_reminder
from backorders.models import EventKind, Notification
from backorders.queries.locks import locked_order
from backorders.queries.order import order_configuration
from backorders.queries.order_money import money_due
from backorders.queries.payment import REMINDED, check_held_until, checks_to_remind, unpaid_orders
from backorders.rules.order_status import OrderStatus
from catalog.queries.database_errors import LOCK_NOT_AVAILABLE, sqlstate


def expire_payments(*, now: datetime) -> int:
    """Cancel every order that waits longer than its website allows, each in a transaction of its own; return how many.

    Their payments are withdrawn at the provider after commit. Money that comes all the same is settled as late. An order that
    cannot be canceled is logged, and stops no other.
    """
    lifetimes = dict(unpaid_orders(now=now))
    return each_order(lifetimes, lambda pk: _expired(pk, lifetimes[pk], now=now), what="expire it")


@transaction.atomic
def _expired(pk: int, lifetime: str, *, now: datetime) -> bool:
    order = locked_order(pk)
    if order.standing is not OrderStatus.PENDING_PAYMENT:
        # Its payment arrived, or somebody canceled it, while others were expired.
        return False
    withdraw_payments(order, why=f"No answer within {lifetime}.")
    text = f"No payment arrived within {lifetime}. The units of the order are for sale again."
    return cancel_unpaid(order, kind=EventKind.EXPIRED, text=text, now=now)


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
    due, until = money_due(order), check_held_until(order, order.lines.all(), configuration)
    if not due or until is None or until <= now:
        return False
    message = check_reminder(order, due=due, until=until, configuration=configuration)
    notify(order=order, occasion=key, message=message)
    return True


log = logging.getLogger(__name__)


def each_order(pks: Iterable[int], act: Callable[[int], bool], *, what: str) -> int:
    """Call `act` with each id, in a transaction of its own, and return how often it was True. `what` it does is for the log.

    Raises `OperationalError` where the database is away, or chose a transaction to end a deadlock: the next run finds the order.
    """
    count = 0
    for pk in pks:
        try:
            count += act(pk)
        except OperationalError as error:
            if sqlstate(error) != LOCK_NOT_AVAILABLE:
                raise
            log.warning("Order %s is held by somebody else for long; the next run finds it again", pk)
        except Exception:
            log.exception("Order %s: could not %s", pk, what)
    return count
