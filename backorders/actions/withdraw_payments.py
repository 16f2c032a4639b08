"""Stop waiting for an order's online payments."""

from payments import PaymentStatus

from backorders.actions.keep_errand import keep_errand
from backorders.models import ErrandKind, Order, Payment
from backorders.rules.payment_progress import UNANSWERED


def withdraw_payments(order: Order, *, why: str) -> None:
    """Cancel the payments of `order` that have no answer, or only an authorisation; their providers are told after commit.

    `why` is kept as their message. Money that comes all the same is settled as late. Call inside the transaction that holds the
    order's lock.
    """
    for payment in order.payments.select_for_update(of=("self",)).order_by("pk"):
        if (payment.status in UNANSWERED or payment.status == PaymentStatus.PREAUTH) and not payment.is_offline:
            withdraw(payment, why=why)


def withdraw(payment: Payment, *, why: str) -> None:
    """Cancel one payment that has no answer, or only an authorisation. Call under its lock."""
    was_authorised = payment.status == PaymentStatus.PREAUTH
    payment.status, payment.message = PaymentStatus.CANCELLED, why
    # Not change_status(): the order was told in this transaction.
    payment.save(update_fields=("status", "message"))
    kind = ErrandKind.RELEASE if was_authorised else ErrandKind.WITHDRAW
    keep_errand(kind=kind, order=payment.order, payment=payment)
