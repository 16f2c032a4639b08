"""Decide which captured money goes back. The providers are told after commit (`tasks.send_refund`)."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from backorders.models import Order, Refund, RefundStatus
from backorders.queries.went_back_before import unanswered_refunds
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.went_back import answered_parts
from backorders.tasks.send_refund import send_refund

NOTHING = Decimal("0.00")


def refund_payments(
    order: Order, amount: Decimal, *, key: str, now: datetime, is_credited: bool = True
) -> list[Refund]:
    """Give `amount` back from the order's captured payments, oldest first, and return the refunds that were written.

    `key` names the event: the database refuses it a second time. Call inside the transaction that holds the order's lock.
    Money of a cheque or money order is given back by hand: only the books change. What went back at the provider already is not
    given back again; `is_credited` False: `amount` is nothing that was sold.
    """
    written = []
    if is_credited:
        amount -= _went_back_before(order, amount)
    for payment in order.payments.select_for_update(of=("self",)).order_by("pk"):
        given_back = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or NOTHING
        part = min(amount, payment.captured_amount - given_back)
        if part <= 0:
            continue
        by_hand = payment.variant == PaymentMethod.CHECK_MONEY_ORDER
        refund = Refund.objects.create(
            payment=payment,
            key=f"{key}:{payment.pk}",
            amount=part,
            status=RefundStatus.BY_HAND if by_hand else RefundStatus.REQUESTED,
            requested_at=now,
            sent_at=now if by_hand else None,
            next_try_at=None if by_hand else now,
        )
        written.append(refund)
        amount -= part
        if by_hand:
            payment.note_given_back()
        else:
            # A row in the same transaction: the worker sees it after commit, or never.
            send_refund.enqueue(refund.pk)
    return written


def _went_back_before(order: Order, amount: Decimal) -> Decimal:
    """Answer with `amount` what went back outside the shop, the oldest first, and return the part of it that needs no refund."""
    found = list(unanswered_refunds(order))
    parts = answered_parts(amount, [refund.uncredited for refund in found])
    for refund, part in zip(found, parts, strict=True):
        refund.uncredited -= part
        refund.save(update_fields=("uncredited",))
    return sum(parts, NOTHING)
