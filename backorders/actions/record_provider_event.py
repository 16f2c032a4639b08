"""Record money that moved at the payment provider outside the shop: the order learns of it, and waits for a decision."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from payments import PaymentStatus

from backorders.actions.record_payment import record_payment
from backorders.actions.steps.hold import hold_for_money
from backorders.actions.steps.take_back import IN_ALL, came_back, own_refund_failed, own_refund_went, took_back, unknown
from backorders.models import EventKind, OrderEvent, Payment, ProviderEvent
from backorders.queries.locks import LockedOrder, locked_with_order
from backorders.rules.payment import ProviderEventKind as Kind
from catalog.models.fields import text_columns
from catalog.rules.money import amount_text, refuse_no_amount, rounded
from catalog.rules.text import InvalidTextError, refuse_texts, text_problem


class TooEarly(Exception):
    """The money that the message is about has not arrived here yet: the provider has to send it again later."""


@dataclass(frozen=True)
class Told:
    """What a provider told: `key` is its name of the message, `reference` that of the refund or dispute, `own_refund` ours.

    `amount` is in `currency`; of a capture it is what was captured in all, and so of refunds that were not told by themselves.
    """

    kind: Kind
    key: str
    amount: Decimal
    currency: str
    reference: str = ""
    own_refund: int | None = None
    message: str = ""


def record_provider_event(*, payment: Payment, told: Told, now: datetime) -> bool:
    """Carry what was `told` over to the payment and its order, once for each key and each refund or dispute, in any order.

    Returns whether it was news. Money that moved holds the order until staff release it, and is never given back a second time.
    Raises, with nothing changed, `TooEarly` for a refund or dispute of money that did not arrive yet, and `InvalidTextError`
    or `InvalidAmountError` for what no message of a provider says.
    """
    _refuse_what_nobody_tells(told)
    with transaction.atomic():
        order, found = locked_with_order(payment)
        if ProviderEvent.objects.filter(key=told.key).exists():
            return False
        if told.kind not in {Kind.CAPTURED, Kind.FAILED} and not found.captured_amount:
            raise TooEarly(f"{found} has no money yet.")
        ProviderEvent.objects.create(
            payment=found,
            key=told.key,
            kind=told.kind.value,
            reference=told.reference,
            amount=told.amount,
            currency=told.currency,
            at=now,
        )
        _record(order, found, told, now=now)
    return True


def _refuse_what_nobody_tells(told: Told) -> None:
    refuse_texts(text_columns(ProviderEvent), {"key": told.key, "currency": told.currency, "reference": told.reference})
    if not told.key:
        raise InvalidTextError("Key", "it is empty, and would stand for every message without one.")
    if problem := text_problem(told.message, longest=None):
        raise InvalidTextError("Message", problem)
    refuse_no_amount(told.amount)


def _record(order: LockedOrder, payment: Payment, told: Told, *, now: datetime) -> None:
    amount = amount_text(told.amount, told.currency)
    if told.currency != payment.currency or rounded(told.amount, told.currency) != told.amount:
        asked = amount_text(payment.total, payment.currency)
        _note(order, f"The payment provider told of {amount}, but {asked} was asked for: nothing was booked.", now=now)
        return
    match told.kind:
        case Kind.CAPTURED:
            _captured(order, payment, told.amount, now=now)
        case Kind.FAILED if not payment.captured_amount:
            payment.change_status(PaymentStatus.REJECTED, told.message)
        case Kind.DISPUTE_ASKED:
            _note(order, f"The customer's bank asks about {amount}. No money has moved yet.", now=now)
        case Kind.REFUND_FAILED | Kind.DISPUTE_WON:
            _came_back(order, payment, told, amount, now=now)
        case _:
            _gone(order, payment, told, amount, now=now)


def _gone(order: LockedOrder, payment: Payment, told: Told, amount: str, *, now: datetime) -> None:
    """Book money that went back. A sum of refunds is one refund of what the shop knows nothing of; its own is only confirmed."""
    kind, reference, value = told.kind, told.reference, told.amount
    if kind is Kind.REFUNDED and told.own_refund is not None and own_refund_went(payment, told.own_refund, now=now):
        return
    if kind is Kind.REFUNDED_IN_ALL:
        kind, reference, value = Kind.REFUNDED, f"{IN_ALL}{told.key}", unknown(payment, value)
        amount = amount_text(value, told.currency)
    if value > 0 and took_back(order, payment, kind, reference, value, now=now):
        _note(order, TAKEN[kind].format(amount=amount), kind=EventKind.REFUNDED, now=now)
    elif kind is Kind.DISPUTE_LOST:
        _note(order, TAKEN[kind].format(amount=amount), now=now)


TAKEN = {
    Kind.REFUNDED: "{amount} was given back at the payment provider, outside the shop.",
    Kind.DISPUTE_OPENED: "The customer's bank disputes {amount} and has taken it back.",
    Kind.DISPUTE_LOST: "The dispute about {amount} was lost: the money stays with the customer.",
    Kind.FAILED: "{amount} failed at the payment provider after it had been confirmed: the money is not there.",
}


def _captured(order: LockedOrder, payment: Payment, amount: Decimal, *, now: datetime) -> None:
    """Book what came: never more than was asked for, and never all of it because something came."""
    before = payment.captured_amount
    payment.captured_amount = max(before, min(amount, payment.total))
    if payment.status == PaymentStatus.CONFIRMED:
        if payment.captured_amount > before:
            payment.save(update_fields=("captured_amount",))
            record_payment(payment=payment, now=now)
    else:
        payment.change_status(PaymentStatus.CONFIRMED)
    if amount != payment.total:
        order.refresh_from_db()
        came, asked = amount_text(amount, payment.currency), amount_text(payment.total, payment.currency)
        _note(order, f"{came} was captured at the payment provider, and {asked} was asked for.", now=now)


def _came_back(order: LockedOrder, payment: Payment, told: Told, amount: str, *, now: datetime) -> None:
    if told.own_refund is not None:
        if own_refund_failed(payment, told.own_refund, told.message):
            _note(order, f"The refund of {amount} failed at the payment provider: the money is back here.", now=now)
    elif came_back(payment, told.reference):
        won = told.kind is Kind.DISPUTE_WON
        what = f"The dispute about {amount} was won" if won else f"The refund of {amount} outside the shop failed"
        _note(order, f"{what}: the money is back.", now=now)


def _note(order: LockedOrder, text: str, *, now: datetime, kind: EventKind = EventKind.AT_PROVIDER) -> None:
    OrderEvent.objects.create(order=order, kind=kind, text=text, at=now)
    hold_for_money(order, why=f"{text} Release the order when you have decided.", now=now)
