"""What is due is asked of payments, collected or withdrawn."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from payments import PaymentStatus

from backorders.models import Errand, ErrandKind, Payment
from backorders.queries.locks import LockedOrder, locked_payments, payment_claimed
from backorders.queries.order_money import money_due, money_not_invoiced
from backorders.rules.payment import UNANSWERED, PaymentMethod
from backorders.signals import outbox_row_due
from catalog.rules.money import NOTHING, amount_text
from catalog.words.refusal import Refused

INSTEAD = "Paid by check or money order instead."


class CannotCollect(Refused):
    """Nothing was noted."""


def collect_by_hand(order: LockedOrder, payments: Sequence[Payment], amount: Decimal) -> None:
    """Note `amount` as paid on the offline payments of `order`, the oldest first; what they do not ask for, cards ask less.

    Call under the locks of the order and of its `payments`. Raises `CannotCollect` when more is taken than is asked for, and
    while a card is being charged.
    """
    offline = [payment for payment in payments if payment.is_offline]
    room = sum((_missing(payment) for payment in offline), NOTHING)
    cards = [payment for payment in payments if not payment.is_offline and _takes_less(payment)]
    if not offline and not cards:
        raise CannotCollect("This order is paid online: its money is captured by the payment, not by an invoice.")
    most = room + sum((_missing(card) for card in cards), NOTHING)
    if amount > most:
        raise CannotCollect(
            f"Only {amount_text(most, order.currency)} of this order is left to pay by check or money order."
        )
    if amount > room:
        _ask_cards_for_less(order, cards, amount - room)
        offline.append(ask_for(order, amount - room, variant=PaymentMethod.CHECK_MONEY_ORDER.value))
    _capture(offline, amount)


def _missing(payment: Payment) -> Decimal:
    return payment.total - payment.captured_amount


def _takes_less(card: Payment) -> bool:
    """Whether part of the card's money may come by hand: it was not charged, or for less than was asked."""
    return bool(card.status in UNANSWERED or (card.status == PaymentStatus.CONFIRMED and _missing(card)))


def _ask_cards_for_less(order: LockedOrder, cards: Sequence[Payment], amount: Decimal) -> None:
    for card in cards:
        part = min(amount, _missing(card))
        amount -= part
        if not part or card.status not in UNANSWERED:
            continue
        if not payment_claimed(card.pk):
            raise CannotCollect("The customer is paying for this order by card now. Please try again in a minute.")
        rest = card.total - part
        if rest and not is_being_paid(card):
            card.total = rest
            card.save(update_fields=("total",))
            continue
        withdraw(card, why=INSTEAD)
        if rest:
            ask_for(order, rest, variant=card.variant)


def _capture(payments: Sequence[Payment], amount: Decimal) -> None:
    for payment in payments:
        part = min(amount, _missing(payment))
        if part or not payment.total:
            payment.captured_amount += part
            payment.status = PaymentStatus.CONFIRMED
            # Not change_status(): nobody but staff told us, and the order was told in this transaction.
            payment.save(update_fields=("captured_amount", "status"))
        amount -= part


def is_being_paid(payment: Payment) -> bool:
    """Whether the amount was told to the provider of a card, and nobody can change it there any more."""
    if _is_offline(payment):
        return False
    return payment.status == PaymentStatus.PREAUTH or bool(payment.status in UNANSWERED and payment.transaction_id)


def settle_due(order: LockedOrder, payments: Sequence[Payment]) -> None:
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


def ask_for(order: LockedOrder, amount: Decimal, *, variant: str) -> Payment:
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


def withdraw_payments(order: LockedOrder, *, why: str) -> None:
    """Cancel the payments of `order` that have no answer, or only an authorisation; their providers are told after commit.

    `why` is kept as their message. Money that comes all the same is settled as late. Call inside the transaction that holds the
    order's lock.
    """
    for payment in locked_payments(order):
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


def keep_errand(*, kind: ErrandKind, order: LockedOrder, payment: Payment | None = None) -> Errand:
    """Keep an errand about `order` (and `payment`) and enqueue it. Call inside the transaction that made the occasion."""
    errand = Errand.objects.create(kind=kind, order=order, payment=payment)
    outbox_row_due.send(Errand, row=errand)
    return errand
