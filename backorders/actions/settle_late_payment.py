"""Settle money that arrived for a cancelled order: the order is reopened, or the money goes back (C28)."""

from datetime import datetime

from backorders.actions.notify import notify
from backorders.actions.refund_payments import refund_payments
from backorders.actions.reopen_order import CannotReopen, reopen_order
from backorders.emails.late_payment import late_payment
from backorders.models import EventKind, Order, OrderEvent, Payment
from backorders.queries.money_left import money_left
from backorders.rules.cancelled_by_the_shop import cancelled_by_the_shop
from catalog.rules.money import amount_text, price_text


def settle_late_payment(order: Order, payment: Payment, *, now: datetime) -> None:
    """Reopen `order` with what `payment` captured, or give all of it back, and say so.

    Reopened is what the shop alone canceled, while its units are there; where a person canceled, the money goes back. Money that
    was settled before is not there any more, so that a repeat changes nothing. Call inside the transaction that holds the
    order's lock.
    """
    money = money_left(payment)
    if money <= 0:
        return
    amount = amount_text(money, payment.currency)
    if cancelled_by_the_shop(order.events.values_list("kind", flat=True)):
        try:
            reopen_order(order=order, money=money, now=now)
        except CannotReopen as refusal:
            why = f"The order cannot be reopened: {refusal}"
        else:
            order.refresh_from_db()
            return
    else:
        why = "The order stays canceled."
    text = f"{amount} was paid after the order had been canceled. {why} The whole amount is given back."
    OrderEvent.objects.create(order=order, kind=EventKind.REFUNDED, text=text, at=now)
    refund_payments(order, money, key=f"late_payment:{payment.pk}", now=now)
    notify(
        order=order,
        occasion=f"late_payment:{payment.pk}",
        message=late_payment(order, amount=price_text(money, payment.currency)),
    )
