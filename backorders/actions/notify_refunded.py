"""Tell the shopper of a credit memo: which units, how much money, and what is still to come. Once for each memo."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from backorders.actions.notify import notify
from backorders.emails.order_refunded import order_refunded
from backorders.models import CreditMemo, Notification, OrderLine, Refund, RefundStatus
from backorders.rules.refund_plan import RefundPlan


def notify_refunded(
    memo: CreditMemo,
    units: Mapping[OrderLine, Decimal],
    plans: Mapping[OrderLine, RefundPlan],
    *,
    refunds: Sequence[Refund],
) -> Notification:
    """Send "A refund for your order". Call in the transaction of `memo`, lines, status and `refunds` written."""
    by_card = bool(refunds) and all(refund.status != RefundStatus.BY_HAND for refund in refunds)
    message = order_refunded(memo.order, units, plans, refund=memo.amount, by_card=by_card)
    return notify(order=memo.order, occasion=f"order_refunded:{memo.pk}", message=message)
