"""Cancel orders whose payment never came: their units are for sale again."""

from datetime import datetime

from django.db import transaction

from backorders.actions.cancel_unpaid import cancel_unpaid
from backorders.actions.each_order import each_order
from backorders.actions.withdraw_payments import withdraw_payments
from backorders.models import EventKind
from backorders.queries.locks import locked_order
from backorders.queries.unpaid_orders import unpaid_orders
from backorders.rules.order_status import OrderStatus


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
