"""Record what became of a payment: paid orders are processed, refused ones canceled, each exactly once."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from payments import PaymentStatus

from backorders.actions.steps.invoice import record_invoice
from backorders.actions.steps.late_payment import settle_late_payment
from backorders.actions.steps.messages import confirm_order
from backorders.actions.steps.order_status import cancel_unpaid
from backorders.actions.steps.payments import keep_errand, settle_due, withdraw_payments
from backorders.actions.steps.refund import refund_payments
from backorders.models import ErrandKind, EventKind, OrderEvent, Payment
from backorders.queries.locks import LockedOrder, locked_order_of, locked_payments
from backorders.queries.order_lines import lines_of
from backorders.queries.order_money import money_due, money_not_invoiced
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import UNANSWERED
from catalog.rules.money import amount_text

LONGEST_REASON = 300


def record_payment(*, payment: Payment, now: datetime) -> None:
    """Carry the payment's new status over to its order, on hold or not.

    Repeats change nothing: `Payment.change_status` lets none through, and money is counted against the invoices. Called in the
    transaction that changes the status. What was authorised is captured after its commit.
    """
    with transaction.atomic(savepoint=not payment.holds_order):
        order = locked_order_of(payment)
        match payment.status:
            case PaymentStatus.PREAUTH:
                keep_errand(kind=ErrandKind.CAPTURE, order=order, payment=payment)
            case PaymentStatus.CONFIRMED:
                _note_captured(payment)
                if order.status == OrderStatus.CANCELED:
                    settle_late_payment(order, payment, now=now)
                else:
                    _paid(order, payment, now=now)
            case PaymentStatus.REJECTED | PaymentStatus.CANCELLED:
                _refused(order, payment, now=now)


def _refused(order: LockedOrder, payment: Payment, *, now: datetime) -> None:
    """No money came: what is here is for sale again. Of an order that has left unpaid the money is asked for again."""
    reason = f" {payment.message[:LONGEST_REASON]}" if payment.message else ""
    if order.status == OrderStatus.CANCELED or not any(line.shipped for line in order.lines.all()):
        text = f"The payment was refused.{reason} The units of the order are for sale again."
        cancel_unpaid(order, kind=EventKind.REFUSED, text=text, now=now)
        return
    due = money_due(order)
    if due:
        settle_due(order, locked_payments(order))
        text = f"The payment was refused.{reason} {amount_text(due, order.currency)} is still to be paid."
        OrderEvent.objects.create(order=order, kind=EventKind.REFUSED, text=text, at=now)


def _note_captured(payment: Payment) -> None:
    """Store what was captured: providers save it after they told us, and some say only that all of it was."""
    payment.captured_amount = payment.captured_amount or payment.total
    payment.save()


def _paid(order: LockedOrder, payment: Payment, *, now: datetime) -> None:
    """Money is captured for all lines, backordered ones too; the order is Processing until everything is shipped (the guide)."""
    lines = lines_of(order)
    # Refunds lock the payments first, too.
    payments = locked_payments(order)
    units = {line: line.progress().to_invoice for line in lines if line.progress().to_invoice > 0}
    due = sum(
        (line.value_between(line.invoiced, line.invoiced + part) for line, part in units.items()), Decimal("0.00")
    )
    left = money_not_invoiced(order, lines, payments)
    text = f"{amount_text(payment.captured_amount, payment.currency)} was paid by card."
    if left < due:
        text += f" {amount_text(due - left, order.currency)} is still missing."
    paid = OrderEvent(order=order, kind=EventKind.PAID, text=text, at=now)
    if left < due or not units:
        paid.save()
    if left < due:
        return
    # More was captured than is due: parts of the order were canceled while the payment was under way.
    refund_payments(order, left - due, key=f"not_due:{payment.pk}", now=now, is_credited=False)
    if any(other.pk != payment.pk and other.status in UNANSWERED and not other.is_offline for other in payments):
        # The shopper has another try open.
        withdraw_payments(order, why="The order has been paid.")
    if units:
        confirm_order(order=order, lines=lines, payments=payments)
        record_invoice(order, units, lines=lines, by=None, now=now, told=(paid,))
