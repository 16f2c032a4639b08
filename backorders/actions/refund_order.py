"""Credit memo: give money back, and say what becomes of the goods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.move_refunded import move_refunded
from backorders.actions.refund_payments import refund_payments
from backorders.actions.release_reservations import release_reservations
from backorders.actions.settle_status import settle_status
from backorders.models import CreditMemo, CreditMemoLine, Order, OrderLine
from backorders.queries.locks import locked_order
from backorders.rules.order_status import OrderStatus
from backorders.rules.refund_plan import RefundPlan, refund_plan
from catalog.models.reservation import EventType
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class Refunded:
    """How many units of a line are refunded, and whether "Return to Stock" is ticked."""

    quantity: Decimal
    return_to_stock: bool


class CannotRefund(Exception):
    """The credit memo was refused and nothing changed; `str()` names the SKU and what may be refunded."""


def refund_order(
    *, order: Order, units: Mapping[OrderLine, Refunded], key: str, by: User | None, now: datetime | None = None
) -> CreditMemo:
    """Refund `units` of `order`; the same `key` gives the same memo, and touches inventory once.

    Units that never left are released first. Ticked, shipped units go back to the source they came from. Not ticked, units that
    never left are written off from the sources (rules.md, Orders 8). Raises `CannotRefund`.
    """
    with transaction.atomic():
        locked = locked_order(order.pk)
        if repeated := CreditMemo.objects.filter(key=key, order=locked).first():
            return repeated
        if locked.status == OrderStatus.ON_HOLD:
            raise CannotRefund("A credit memo cannot be created while the order is On Hold.")
        lines = {line.pk: line for line in locked.lines.all()}
        wanted = {lines[line.pk]: part for line, part in units.items() if part.quantity > 0}
        _refuse_more_than_was_paid(wanted)
        plans = {line: _plan(line, part) for line, part in wanted.items()}
        amount = sum((line.value_of(part.quantity) for line, part in wanted.items()), Decimal("0.00"))
        moment = now or timezone.now()
        memo = CreditMemo.objects.create(order=locked, key=key, amount=amount, created_at=moment, created_by=by)
        CreditMemoLine.objects.bulk_create(
            CreditMemoLine(memo=memo, line=line, quantity=part.quantity, return_to_stock=part.return_to_stock)
            for line, part in wanted.items()
        )
        for line, plan in plans.items():
            line.refunded += wanted[line].quantity
            line.released += plan.released
        OrderLine.objects.bulk_update(wanted, ("refunded", "released"))
        settle_status(locked, by=by, now=moment)
        refund_payments(locked, amount, key=f"credit_memo:{memo.pk}", now=moment)
        move_refunded(locked, plans, key=f"credit_memo:{memo.pk}", now=moment)
        released = {line: plan.released for line, plan in plans.items()}
        release_reservations(locked, released, event=EventType.CREDITMEMO_CREATED, key=str(memo.pk))
    return memo


def _refuse_more_than_was_paid(wanted: Mapping[OrderLine, Refunded]) -> None:
    if not wanted:
        raise CannotRefund("The credit memo's total must be positive.")
    for line, part in wanted.items():
        if part.quantity > line.invoiced - line.refunded:
            raise CannotRefund(f"Only {plain(line.invoiced - line.refunded)} of {line.sku} can be refunded.")


def _plan(line: OrderLine, part: Refunded) -> RefundPlan:
    return refund_plan(
        part.quantity,
        invoiced=line.invoiced,
        refunded=line.refunded,
        delivered=line.shipped,
        return_to_stock=part.return_to_stock,
    )
