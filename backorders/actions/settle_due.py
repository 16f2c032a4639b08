"""Ask for the money of what an order's lines still have to be paid for."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from payments import PaymentStatus

from backorders.models import Order, Payment
from backorders.queries.money_due import money_due
from backorders.queries.money_not_invoiced import money_not_invoiced
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_progress import UNANSWERED


def is_being_paid(payment: Payment) -> bool:
    """Whether the amount was told to the provider of a card, and nobody can change it there any more."""
    if _is_offline(payment):
        return False
    return payment.status == PaymentStatus.PREAUTH or bool(payment.status in UNANSWERED and payment.transaction_id)


def settle_due(order: Order, payments: Sequence[Payment]) -> None:
    """Let the order's open payment ask for what is not paid of it. Call under the locks of the order and its payments.

    Lines and refunds are written: money that came and was for too little to invoice anything is not asked for again. A card that
    was not charged yet is charged the new amount. What an order that was paid by card costs in addition is asked for by cheque or
    money order: the card was charged once, for what was agreed then. Staff invoice it when the money came, units that are free too.
    """
    lines = [line for line in order.lines.all() if line.progress().to_invoice]
    kept = money_not_invoiced(order)
    due = money_due(order)
    card = next((payment for payment in payments if not _is_offline(payment) and payment.status in UNANSWERED), None)
    if card is not None:
        card.total = due
        card.save(update_fields=("total",))
        return
    offline = next((payment for payment in payments if _is_offline(payment)), None)
    if offline is not None and offline == payments[0] and not lines and not offline.captured_amount:
        # Canceled before anything was paid: the payment keeps the amount that it asked for.
        return
    if offline is not None:
        offline.total = offline.captured_amount + due
        if offline.total or lines or offline == payments[0]:
            offline.save(update_fields=("total",))
        else:
            # An edit asked for it, another edit took that back, and nothing was paid.
            offline.delete()
    elif payments and lines and kept <= 0:
        # A card may be tried again unless it has been charged.
        was_charged = any(payment.captured_amount for payment in payments)
        ask_for(order, due, variant=PaymentMethod.CHECK_MONEY_ORDER.value if was_charged else payments[0].variant)


def ask_for(order: Order, amount: Decimal, *, variant: str) -> Payment:
    """Add a payment to `order` that asks for `amount`, in its currency."""
    payment = Payment(
        order=order,
        variant=variant,
        token=str(uuid.uuid4()),
        currency=order.currency,
        total=amount,
        description=str(order),
        billing_email=order.email,
    )
    payment.save(force_insert=True)
    return payment


def _is_offline(payment: Payment) -> bool:
    return bool(payment.variant == PaymentMethod.CHECK_MONEY_ORDER)
