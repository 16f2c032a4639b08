"""Money of an order that went back outside the shop, and that no memo, cancel or edit has answered yet."""

from decimal import Decimal

from django.db.models import QuerySet

from backorders.models import Order, Refund
from backorders.rules.went_back import answered_parts
from catalog.rules.money import NOTHING


def unanswered_refunds(order: Order) -> QuerySet[Refund]:
    """Return them, the oldest first."""
    return Refund.objects.filter(payment__order=order, uncredited__gt=0).order_by("pk")


def went_back_before(order: Order, amount: Decimal) -> Decimal:
    """Return which part of `amount` would be answered by them, and not be given back again. One query."""
    open_parts = unanswered_refunds(order).values_list("uncredited", flat=True)
    return sum(answered_parts(amount, tuple(open_parts)), NOTHING)
