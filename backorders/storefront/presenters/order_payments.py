"""An order's money in words: what was paid, what is still to be paid, and what goes back."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.models import OrderLine, Payment, RefundStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.storefront.presenters.price_text import price_text

NOTHING = Decimal("0.00")
GONE = frozenset({RefundStatus.SENT, RefundStatus.BY_HAND})


def order_payments(
    payments: Sequence[Payment], lines: Sequence[OrderLine], *, currency: str, is_open: bool
) -> tuple[tuple[str, str], ...]:
    """Return (words, amount) rows for `payments`, whose refunds were loaded with them. `is_open`: money is still waited for."""
    rows = [(f"Paid by {_method(payment)}", payment.captured_amount) for payment in payments]
    if is_open and payments:
        due = sum((line.value_of(line.progress().to_invoice) for line in lines), NOTHING)
        rows.append((f"To be paid by {_method(payments[-1])}", due))
    refunds = [refund for payment in payments for refund in payment.refunds.all()]
    rows.append(("Refunded", sum((refund.amount for refund in refunds if refund.status in GONE), NOTHING)))
    # A refund that failed is sent again by people: the shopper is owed it all the same.
    rows.append(("Will be refunded", sum((refund.amount for refund in refunds if refund.status not in GONE), NOTHING)))
    return tuple((words, price_text(amount, currency)) for words, amount in rows if amount)


def _method(payment: Payment) -> str:
    known = {method.value: method.label for method in PaymentMethod}
    return known.get(str(payment.variant), str(payment.variant))
