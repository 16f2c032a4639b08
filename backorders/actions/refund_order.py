"""Credit memo: give money back, and say what becomes of the goods."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.messages import notify_refunded
from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.refund import move_refunded, refund_payments
from backorders.actions.steps.reservations import end_reservations
from backorders.models import CreditMemo, CreditMemoLine, EventKind, Order, OrderEvent, OrderLine
from backorders.queries.asked_units import UnitsRefused, asked_units
from backorders.queries.credit_memo import refund_plans
from backorders.queries.locks import LockedOrder, lock_refunded, locked_order
from backorders.queries.order import stale_words
from backorders.queries.order_money import order_money
from backorders.rules.credit_memo import Refunded
from backorders.rules.line_quantities import refundable
from backorders.rules.order_status import OrderStatus
from backorders.words.refusal import OTHER_ORDER
from catalog.models.fields import text_columns
from catalog.models.reservation import EventType
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.rules.text import text_problems
from catalog.words.refusal import Refused

# Part of what this action takes, defined where the rules can see it.
__all__ = ("CannotRefund", "Refunded", "refund_order")
ON_HOLD = "A credit memo cannot be created while the order is On Hold."
NOT_POSITIVE = "The credit memo's total must be positive."


class CannotRefund(Refused):
    """The credit memo was refused and nothing changed; `problems` name each SKU and what may be refunded."""


def refund_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Refunded],
    key: str,
    by: User | None,
    now: datetime,
    comment: str = "",
    revision: int | None = None,
) -> CreditMemo:
    """Refund `units` of `order`; the same `key` gives the same memo, and touches inventory once.

    Units that never left are released first. Ticked, shipped units go back to the source they came from. Not ticked, of units
    that never left those that are covered for the line are written off (docs/rules.md#orders-8): no memo takes units that cover
    another order. `revision` is the order's that the page showed: an order that changed since is refused.
    Raises `CannotRefund`.
    """
    if problems := text_problems(text_columns(CreditMemo), {"key": key, "comment": comment}):
        raise CannotRefund(*problems)
    with transaction.atomic():
        locked = locked_order(order.pk)
        if repeated := _repeated(locked, key):
            return repeated
        lines = list(locked.lines.all())
        if changed := stale_words(locked, revision):
            raise CannotRefund(changed)
        wanted = _judged(locked, lines, units)
        lock_refunded(locked, wanted)
        plans = refund_plans(locked, wanted)
        amount = _amount(locked, wanted)
        memo = CreditMemo.objects.create(
            order=locked, key=key, amount=amount, comment=comment, created_at=now, created_by=by
        )
        CreditMemoLine.objects.bulk_create(
            CreditMemoLine(memo=memo, line=line, quantity=part.quantity, return_to_stock=part.return_to_stock)
            for line, part in wanted.items()
        )
        for line, plan in plans.items():
            line.refunded += wanted[line].quantity
            line.released += plan.released
        OrderLine.objects.bulk_update(wanted, ("refunded", "released"))
        settle_status(locked, by=by, now=now)
        refunds = refund_payments(locked, amount, key=memo.event_key, now=now)
        move_refunded(locked, plans, key=memo.event_key, now=now)
        _note(memo, wanted, sum((refund.amount for refund in refunds), ZERO))
        notify_refunded(memo, {line: part.quantity for line, part in wanted.items()}, plans, refunds=refunds, now=now)
        released = {line: plan.released for line, plan in plans.items()}
        end_reservations(locked, released, event=EventType.CREDITMEMO_CREATED, key=str(memo.pk))
    return memo


def _repeated(order: LockedOrder, key: str) -> CreditMemo | None:
    """Return the memo that the same request made before."""
    found = CreditMemo.objects.filter(key=key).first()
    if found is not None and found.order_id != order.pk:
        raise CannotRefund(OTHER_ORDER)
    return found


def _note(memo: CreditMemo, wanted: Mapping[OrderLine, Refunded], sent: Decimal) -> None:
    before = amount_text(memo.amount - sent, memo.order.currency)
    OrderEvent.objects.create(
        order=memo.order,
        kind=EventKind.REFUNDED,
        text=f"Credit memo #{memo.number}: refunded {amount_text(memo.amount, memo.order.currency)}."
        + (f" {before} of it had gone back at the payment provider before." if memo.amount > sent else ""),
        units=sum((part.quantity for part in wanted.values()), ZERO),
        at=memo.created_at,
        by=memo.created_by,
    )


def _judged(
    order: LockedOrder, lines: list[OrderLine], units: Mapping[OrderLine, Refunded]
) -> dict[OrderLine, Refunded]:
    """Return what is to be refunded of each line. Raises `CannotRefund` with every line that asks for too much."""
    if order.status == OrderStatus.ON_HOLD:
        raise CannotRefund(ON_HOLD)
    problems: tuple[str, ...] = ()
    try:
        asked = asked_units(order, lines, {line: part.quantity for line, part in units.items()})
    except UnitsRefused as refusal:
        asked, problems = refusal.rest, refusal.problems
    returns = {line.pk: part.return_to_stock for line, part in units.items()}
    wanted = {line: Refunded(asked[line], returns[line.pk]) for line in lines if line in asked}
    if not wanted and not problems:
        raise CannotRefund(NOT_POSITIVE)
    problems += tuple(
        f"Only {plain(refundable(line.progress()))} of {line.sku} can be refunded."
        for line, part in wanted.items()
        if part.quantity > refundable(line.progress())
    )
    if problems:
        raise CannotRefund(*problems)
    return wanted


def _amount(order: LockedOrder, wanted: Mapping[OrderLine, Refunded]) -> Decimal:
    """Return the money of the units: never more than is kept, whatever the books say."""
    value = sum(
        (line.value_between(line.refunded, line.refunded + part.quantity) for line, part in wanted.items()),
        Decimal("0.00"),
    )
    most = order_money(order).creditable
    if value > 0 >= most:
        raise CannotRefund(NOT_POSITIVE)
    return min(value, most)
