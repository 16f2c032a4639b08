"""Take the money of an order by hand: by check or money order, or instead of a card that nobody has charged."""

from collections.abc import Sequence
from decimal import Decimal

from payments import PaymentStatus

from backorders.actions.settle_due import ask_for, is_being_paid
from backorders.actions.withdraw_payments import withdraw
from backorders.models import Order, Payment
from backorders.queries.locks import payment_claimed
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_progress import UNANSWERED
from catalog.rules.money import NOTHING, amount_text

INSTEAD = "Paid by check or money order instead."


class CannotCollect(Exception):
    """Nothing was noted; `str()` says why."""


def collect_by_hand(order: Order, payments: Sequence[Payment], amount: Decimal) -> None:
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


def _ask_cards_for_less(order: Order, cards: Sequence[Payment], amount: Decimal) -> None:
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
