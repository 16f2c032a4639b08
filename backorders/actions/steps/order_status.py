"""An order's status follows its lines; one that nobody pays is canceled."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from backorders.actions.steps.messages import notify_canceled
from backorders.actions.steps.refund import refund_payments
from backorders.actions.steps.reservations import end_reservations
from backorders.models import EventKind, OrderEvent, OrderLine
from backorders.queries.locks import LockedOrder
from backorders.queries.order_money import money_not_invoiced
from backorders.queries.payment import payment_asks_for_card
from backorders.rules.line_quantities import status_after
from backorders.rules.order_status import HOLDABLE, OPEN, OrderStatus
from catalog.models.reservation import EventType

# What the shopper is told: the event's own text is for staff.
WHY = {EventKind.EXPIRED: "No payment for it arrived in time.", EventKind.REFUSED: "Its payment was refused."}
NOT_ENOUGH = "The payment that arrived was not enough for it."


def cancel_unpaid(order: LockedOrder, *, kind: EventKind, text: str, now: datetime) -> bool:
    """Cancel what is not shipped of `order`, on hold or not, give its units back once, and return whether anything was.

    An order with anything paid is left alone. `kind` and `text` are the event's: they say later that nobody but the
    shop decided it (`canceled_by_the_shop`). Call inside the transaction that holds the order's lock; the ledger comes last.
    """
    lines = list(order.lines.all())
    given_up = {line: line.open for line in lines if line.open}
    if OrderStatus(order.status) not in OPEN or any(line.invoiced for line in lines) or not given_up:
        return False
    for line, quantity in given_up.items():
        line.canceled += quantity
    OrderLine.objects.bulk_update(given_up, ("canceled",))
    settle_status(order, lines=lines, by=None, now=now)
    # Captured money that was too little for an invoice.
    money = money_not_invoiced(order)
    refund_payments(order, money, key=f"unpaid:{order.pk}", now=now)
    OrderEvent.objects.create(order=order, kind=kind, text=text, at=now)
    if kind is EventKind.EXPIRED or not payment_asks_for_card():
        # Whose card is refused on our own form reads it on the order's page; the others get a mail.
        why = NOT_ENOUGH if money else WHY[kind]
        notify_canceled(order, given_up, refund=money, key=f"{order.pk}:unpaid", why=why, now=now)
    # One key an order: an order that was reopened is paid and never comes here again.
    end_reservations(order, given_up, event=EventType.ORDER_CANCELED, key=f"{order.pk}:unpaid")
    return True


def settle_status(
    order: LockedOrder, *, lines: Iterable[OrderLine] | None = None, by: User | None, now: datetime
) -> None:
    """Store the status that the lines call for. Call inside the transaction that holds the order's lock, lines written.

    `lines` are all of them as written, where they are known: a query less.
    An order on hold stays there; what it goes back to follows its lines. One with nothing left to hold is not held any more.
    """
    before = (order.status, order.held_from)
    status = status_after(order.standing, [line.progress() for line in (order.lines.all() if lines is None else lines)])
    stays_held = status in HOLDABLE or order.held_from == status == OrderStatus.COMPLETE
    if order.held_from and stays_held:
        order.held_from = status.value
    else:
        order.status, order.held_from = status.value, ""
    if (order.status, order.held_from) == before:
        return
    if status is OrderStatus.CANCELED:
        order.canceled_at, order.canceled_by = now, by
    else:
        order.canceled_at = order.canceled_by = None
    order.save(update_fields=("status", "held_from", "canceled_at", "canceled_by"))
