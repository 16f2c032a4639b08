"""How much of an order's money was captured, and how much went back."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from backorders.models import Order, Refund

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class PaidAndRefunded:
    """`paid` was captured, `refunded` was or will be given back; in the order's currency."""

    paid: Decimal
    refunded: Decimal
    uncredited: Decimal = NOTHING

    @property
    def kept(self) -> Decimal:
        """What can still be credited: what is kept, and what went back outside the shop without a credit memo."""
        return self.paid - self.refunded + self.uncredited


def paid_and_refunded(order: Order) -> PaidAndRefunded:
    """Return the sums over the payments of `order`. Two queries; who acts on it holds the order's lock."""
    paid: Decimal | None = order.payments.aggregate(sum=Sum("captured_amount"))["sum"]
    sums = Refund.objects.filter(payment__order=order).aggregate(sum=Sum("amount"), open=Sum("uncredited"))
    return PaidAndRefunded(paid or NOTHING, sums["sum"] or NOTHING, sums["open"] or NOTHING)
