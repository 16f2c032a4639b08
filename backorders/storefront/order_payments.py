"""An order's money and history, as far as they are its shopper's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Subquery, Sum
from django.utils.timezone import localtime

from backorders.actions.resend_refund import AGAIN
from backorders.models import EventKind, Order, OrderEvent, OrderLine, Payment, Refund, RefundStatus
from backorders.rules.payment import UNANSWERED, MoneyMoved, PaymentMethod, method_title
from catalog.queries.prepared import Compiled
from catalog.rules.in_force import Configuration
from catalog.rules.money import price_text
from catalog.rules.quantity import plain
from catalog.words.moment import DAY

NOTHING = Decimal("0.00")
WILL_BE_REFUNDED = "What was paid for it will be refunded."
GONE = frozenset({RefundStatus.SENT, RefundStatus.BY_HAND, RefundStatus.AT_PROVIDER, RefundStatus.DISPUTED})


@dataclass(frozen=True)
class OrderPayments:
    """What is shown of an order's money; `rows` are (words, amount) pairs.

    `due` is still to be paid: `due_by_card` of it can be paid at once, `due_by_check` comes by mail. `kept` is what a cancel would
    give back, `by_card` whether no check paid for any of it. Each amount is empty for nothing. `gives_back` says whether the money
    has gone back or is on its way.
    """

    rows: tuple[tuple[str, str], ...]
    due: str
    due_by_card: str
    due_by_check: str
    kept: str
    by_card: bool
    gives_back: str


def order_payments(
    payments: Sequence[Payment], *, configuration: Configuration, currency: str, is_open: bool
) -> OrderPayments:
    """Return the money of `payments`, each read with what is gone of it. `is_open`: money is still waited for.

    One query, where something went back.

    `configuration` says what the shop calls its payment methods.
    """
    due = {payment: _due(payment) if is_open else NOTHING for payment in payments}
    gone = [payment for payment in payments if payment.gone]
    refunds = Refund.objects.filter(payment__in=gone) if gone else ()
    given_back = sum((refund.amount for refund in refunds if refund.status in GONE), NOTHING)
    # A refund that failed is sent again by people: the shopper is owed it all the same.
    to_give_back = sum((refund.amount for refund in refunds if refund.status not in GONE), NOTHING)
    rows = (
        *((f"Paid by {_method(payment, configuration)}", payment.captured_amount) for payment in payments),
        *((f"To be paid by {_method(payment, configuration)}", amount) for payment, amount in due.items()),
        ("Refunded", given_back),
        ("Will be refunded", to_give_back),
    )
    by_check = (amount for payment, amount in due.items() if _is_offline(payment))
    captured = sum((payment.captured_amount for payment in payments), NOTHING)

    def text(amount: Decimal) -> str:
        return price_text(amount, currency) if amount else ""

    return OrderPayments(
        rows=tuple((words, text(amount)) for words, amount in rows if amount),
        due=text(sum(due.values(), NOTHING)),
        due_by_card=text(sum((amount for payment, amount in due.items() if not _is_offline(payment)), NOTHING)),
        due_by_check=text(sum(by_check, NOTHING)),
        kept=text(MoneyMoved(captured, given_back + to_give_back).kept),
        by_card=not any(payment.is_offline and payment.captured_amount for payment in payments),
        gives_back=_gives_back(given_back, to_give_back),
    )


def _gives_back(given_back: Decimal, to_give_back: Decimal) -> str:
    if to_give_back:
        return "The rest of what was paid for it will be refunded." if given_back else WILL_BE_REFUNDED
    return "What was paid for it has been refunded." if given_back else ""


def _due(payment: Payment) -> Decimal:
    """Return what a payment still waits for: an edit or a cancel may have changed its total since the order was placed."""
    waits = _is_offline(payment) or payment.status in UNANSWERED
    return max(payment.total - payment.captured_amount, NOTHING) if waits else NOTHING


def _is_offline(payment: Payment) -> bool:
    return bool(payment.variant == PaymentMethod.CHECK_MONEY_ORDER)


def _method(payment: Payment, configuration: Configuration) -> str:
    known = {method.value: method_title(method, configuration) for method in PaymentMethod}
    return known.get(str(payment.variant), str(payment.variant))


# In words of their own: an event's text is for staff, and may name sources and people. What is not here is not told.
WORDS = {
    EventKind.PAID: "Payment received",
    EventKind.INVOICED: "Payment received",
    EventKind.REFUSED: "Payment refused",
    EventKind.EXPIRED: "Payment not received in time",
    EventKind.REOPENED: "Order reopened: your payment has arrived",
    EventKind.CANCELED: "Canceled",
    EventKind.EDITED: "Order changed",
    EventKind.SHIPPED: "Shipped",
    EventKind.UNDONE: "Not shipped after all",
    EventKind.REFUNDED: "Refunded",
}


def order_history(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (when, what) of `order`, the first first. A part says how much of the order it was. One query."""
    told = [("Order placed", order.placed_at)]
    for kind, at, units, of in _happened(order.pk):
        words = WORDS[EventKind(kind)]
        told.append((words if units is None or units == of else f"{plain(units)} of {plain(of)} {words.lower()}", at))
    dated = ((f"{localtime(at):{DAY}}", what) for what, at in told)
    # An order paid by card is paid and invoiced in one breath: the same thing on the same day is told once.
    return tuple(dict.fromkeys(dated))


@Compiled
def _happened(order: int) -> QuerySet[Any, Any]:
    """Return (kind, moment, units or None, units ordered) of each event that is told, the first first."""
    # A tracking number or a place on the map, noted later: no parcel has left, and nothing that was bought has changed.
    notes = Q(kind__in=(EventKind.SHIPPED, EventKind.EDITED), key="")
    told = OrderEvent.objects.filter(order=order, kind__in=list(WORDS)).exclude(notes | Q(key__startswith=AGAIN))
    ordered = OrderLine.objects.filter(order=order).order_by().values("order").annotate(units=Sum("ordered"))
    return (
        told.annotate(of=Subquery(ordered.values("units")))
        .order_by("at", "pk")
        .values_list("kind", "at", "units", "of")
    )
