"""Payments: how orders are paid, what may follow what, and what a provider tells.

What a provider says twice, late or in the wrong order changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from catalog.rules.in_force import Configuration
from catalog.rules.money import NOTHING
from catalog.rules.sales_settings import CHECK_TITLE, days_before


class PaymentMethod(StrEnum):
    """The methods of the checkout; the value is the name of the django-payments variant."""

    CARD = "card"
    CHECK_MONEY_ORDER = "checkmo"

    @property
    def label(self) -> str:
        """The method in the reference's words."""
        return "Check / Money order" if self is PaymentMethod.CHECK_MONEY_ORDER else "Credit Card"

    @property
    def is_offline(self) -> bool:
        """Whether the money comes outside the shop: captured when staff invoice, given back by hand."""
        return self is PaymentMethod.CHECK_MONEY_ORDER


# django-payments' statuses. No answer yet; an error of the gateway is none either, and may be tried again.
UNANSWERED = frozenset({"waiting", "input", "error"})
# No money came. Only money that arrives all the same can follow.
NOT_PAID = frozenset({"rejected", "cancelled"})

_MONEY = frozenset({"preauth", "confirmed"})
FOLLOWS: dict[str, frozenset[str]] = {
    "waiting": _MONEY | NOT_PAID | {"input", "error"},
    "input": _MONEY | NOT_PAID | {"waiting", "error"},
    "error": _MONEY | NOT_PAID | {"waiting", "input", "error"},
    "preauth": NOT_PAID | {"confirmed", "refunded"},
    "rejected": _MONEY,
    "cancelled": _MONEY,
    # Captured can only become Refunded, and that is final.
    "confirmed": frozenset({"refunded"}),
    "refunded": frozenset(),
}


def may_follow(now: str, then: str) -> bool:
    """Return whether a payment that is `now` may become `then`. Nothing follows itself but an error with another message."""
    return then in FOLLOWS[now]


class ProviderEventKind(StrEnum):
    """Refunds, disputes, captures and failures that a provider tells of. Amounts are those of the event.

    Captures and refunds are told as the sum so far.
    """

    CAPTURED = "captured"
    FAILED = "failed"
    REFUNDED = "refunded"
    REFUNDED_IN_ALL = "refunded_in_all"
    REFUND_FAILED = "refund_failed"
    DISPUTE_ASKED = "dispute_asked"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


# The worker sends a refund within seconds: one that waits longer is shown to people.
SENT_WITHIN = timedelta(minutes=15)
# Longer than any gateway takes to answer.
ANSWER_WITHIN = timedelta(minutes=5)


def is_unanswered(*, begun_at: datetime | None, message: str, now: datetime) -> bool:
    """Return whether nobody knows what became of a refund that was begun: the money may have gone.

    `message` is what went wrong, empty while the provider is asked; `begun_at` None: begun before that was noted.
    """
    return bool(message) or begun_at is None or now - begun_at > ANSWER_WITHIN


def method_title(method: PaymentMethod, configuration: Configuration) -> str:
    """Return the method as its shoppers read it; staff read its `label`, the same in every shop."""
    return configuration.text(CHECK_TITLE) if method.is_offline else method.label


@dataclass(frozen=True)
class MoneyMoved:
    """What came of one payment, or of all of an order, and what went back. In one currency.

    `given_back` counts every refund that was decided, sent or not. `uncredited` is the part of it that went back outside the shop,
    and that no memo, cancel or edit has answered.
    """

    captured: Decimal
    given_back: Decimal
    uncredited: Decimal = NOTHING

    @property
    def kept(self) -> Decimal:
        """What is there, and can be given back."""
        return self.captured - self.given_back

    @property
    def creditable(self) -> Decimal:
        """What the invoices can count on and a memo can credit: what is kept, and what went back without having been credited."""
        return self.kept + self.uncredited


def answered_parts(amount: Decimal, went_back: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return how much of each sum that `went_back` is answered by `amount`, the oldest first; never more than `amount` in all.

    All in the order's currency.
    """
    left, parts = max(amount, NOTHING), []
    for each in went_back:
        parts.append(max(min(left, each), NOTHING))
        left -= parts[-1]
    return tuple(parts)


@dataclass(frozen=True)
class PlacedBetween:
    """Orders placed after `after` and at `until` or before; None has no bound."""

    after: datetime | None
    until: datetime


def reminded_when_placed(*, now: datetime, lifetime: Decimal, days: Decimal) -> PlacedBetween | None:
    """Return when the orders were placed that are reminded `now`, `days` before their `lifetime` (days) ends; None for nobody.

    0 days reminds nobody; nor do as many as the lifetime or more: the confirmation has just said it all.
    """
    if not 0 < days < lifetime:
        return None
    until = days_before(now, lifetime - days)
    return None if until is None else PlacedBetween(days_before(now, lifetime), until)


def ends_at(placed_at: datetime, lifetime: Decimal) -> datetime | None:
    """Return when an order ends that nobody pays within `lifetime` days; None beyond the calendar."""
    try:
        return placed_at + timedelta(days=float(lifetime))
    except OverflowError:
        return None
