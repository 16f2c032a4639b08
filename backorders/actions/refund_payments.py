"""Give captured money back to where it came from."""

from decimal import Decimal

from payments import PaymentStatus

from backorders.models import Order

OFFLINE = "checkmo"


def refund_payments(order: Order, amount: Decimal) -> None:
    """Refund `amount` from the order's captured payments, oldest first. Call inside the transaction that holds the order's lock.

    Money of a cheque or money order is given back by hand: only the books change.
    """
    for payment in order.payments.select_for_update().filter(status=PaymentStatus.CONFIRMED).order_by("pk"):
        part = min(amount, payment.captured_amount)
        if part <= 0:
            continue
        if payment.variant == OFFLINE:
            payment.captured_amount -= part
            payment.save(update_fields=("captured_amount",))
        else:
            payment.refund(part)
        amount -= part
