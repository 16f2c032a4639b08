"""What of a payment's money was not given back."""

from decimal import Decimal

from django.db.models import Sum

from backorders.models import Payment


def money_left(payment: Payment) -> Decimal:
    """Return what was captured by `payment` and not given back, in its currency, as the database has it. Two queries."""
    captured: Decimal = Payment.objects.values_list("captured_amount", flat=True).get(pk=payment.pk)
    given_back: Decimal | None = payment.refunds.aggregate(sum=Sum("amount"))["sum"]
    return captured - (given_back or Decimal("0.00"))
