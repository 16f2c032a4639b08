"""Captured money goes back, and refunded units return to their source or are written off."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, OrderLine, Refund, RefundStatus, SourceMovement
from backorders.queries.asked_units import managed_products
from backorders.queries.credit_memo import moves_of, refund_shelves
from backorders.queries.locks import LockedOrder, locked_payments
from backorders.queries.order_money import payment_money, unanswered_refunds
from backorders.rules.credit_memo import RefundPlan
from backorders.rules.payment import PaymentMethod, answered_parts
from backorders.signals import outbox_row_due
from catalog.actions.steps.shelf import deduct, put_back
from catalog.models import ConfigurationValue
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO

NOTHING = Decimal("0.00")


def refund_payments(
    order: LockedOrder, amount: Decimal, *, key: str, now: datetime, is_credited: bool = True
) -> list[Refund]:
    """Give `amount` back from the order's captured payments, oldest first, and return the refunds that were written.

    `key` names the event: the database refuses it a second time. Call inside the transaction that holds the order's lock.
    Money of a cheque or money order is given back by hand: only the books change. What went back at the provider already is not
    given back again; `is_credited` False: `amount` is nothing that was sold.
    """
    written: list[Refund] = []
    if amount <= 0:
        return written
    if is_credited:
        amount -= _went_back_before(order, amount)
    for payment in locked_payments(order):
        part = min(amount, payment_money(payment).kept)
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
            outbox_row_due.send(Refund, row=refund)
    return written


def _went_back_before(order: LockedOrder, amount: Decimal) -> Decimal:
    """Answer with `amount` what went back outside the shop, the oldest first, and return the part of it that needs no refund."""
    found = list(unanswered_refunds(order))
    parts = answered_parts(amount, [refund.uncredited for refund in found])
    for refund, part in zip(found, parts, strict=True):
        refund.uncredited -= part
        refund.save(update_fields=("uncredited",))
    return sum(parts, NOTHING)


type Units = dict[tuple[int, int], Decimal]


def move_refunded(order: LockedOrder, plans: Mapping[OrderLine, RefundPlan], *, key: str, now: datetime) -> None:
    """Carry out what `plans` say about the sources, and keep each movement. Call with `lock_refunded` held.

    A product that was deleted, or whose stock is not managed now, moves nothing.
    """
    managed = managed_products(order, list(plans))
    counted = {line: plan for line, plan in plans.items() if line.product_id in managed}
    moves = moves_of(order, counted, refund_shelves(order, counted))
    returned: Units = {}
    written_off: Units = {}
    movements = []
    for line in counted:
        made = moves[line.pk]
        for kind, units, parts, sign in (
            (MovementKind.RETURNED, returned, made.returned, 1),
            (MovementKind.WRITTEN_OFF, written_off, made.written_off, -1),
        ):
            for move in parts:
                shelf = (move.source_id, line.product_id or 0)
                units[shelf] = units.get(shelf, ZERO) + move.units
                movements.append(
                    SourceMovement(
                        line=line,
                        source_id=move.source_id,
                        kind=kind,
                        quantity=sign * move.units,
                        key=key,
                        moved_at=now,
                    )
                )
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    put_back(returned, set_in_stock=configuration.flag(declared.CAN_BACK_IN_STOCK))
    deduct(written_off)
    SourceMovement.objects.bulk_create(movements)
