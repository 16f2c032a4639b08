"""The money of an order: what was captured, what was given back, what is kept."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from backorders.models import Order, Refund

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class OrderMoney:
    """Amounts in the order's currency. `given_back` counts every refund that was decided, sent or not.

    `uncredited` is the part of it that went back outside the shop, and that no memo, cancel or edit has answered.
    """

    captured: Decimal
    given_back: Decimal
    uncredited: Decimal = NOTHING

    @property
    def kept(self) -> Decimal:
        """What the order keeps."""
        return self.captured - self.given_back


def order_money(order: Order) -> OrderMoney:
    """Return the money of `order` over all its payments. Two queries."""
    captured = order.payments.aggregate(sum=Sum("captured_amount"))["sum"] or NOTHING
    refunds = Refund.objects.filter(payment__order=order).aggregate(sum=Sum("amount"), open=Sum("uncredited"))
    return OrderMoney(captured, refunds["sum"] or NOTHING, refunds["open"] or NOTHING)
