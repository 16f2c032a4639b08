"""Units of an order are canceled, by staff or by the shopper: they go back to the salable quantity and to no source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.messages import notify_canceled
from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.payments import is_being_paid, settle_due, withdraw_payments
from backorders.actions.steps.refund import refund_payments
from backorders.actions.steps.reservations import end_reservations
from backorders.models import EventKind, Order, OrderEvent, OrderLine, Refund, RefundStatus
from backorders.queries.asked_units import UnitsRefused, asked_units
from backorders.queries.locks import LockedOrder, locked_order, locked_payments, payment_claimed
from backorders.queries.order import CHANGED, LOOK_AGAIN, stale_words
from backorders.queries.order_money import cancel_money
from backorders.rules.cancellation import cancelable, canceled_and_paid, why_not_canceled
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import UNANSWERED
from backorders.words.cancellation import NOTHING_CANCELED, beyond_rights, own_not_canceled_words, through_link
from backorders.words.order import WAS_CANCELED, not_canceled_words, units_in_words
from catalog.models.reservation import EventType
from catalog.queries.history import staff_name
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.words.refusal import Refused

type Units = dict[OrderLine, Decimal]


class CannotCancel(Refused):
    """Nothing was canceled and nothing changed."""


@dataclass(frozen=True)
class Canceled:
    """What was canceled of `order`: `units` {line: quantity} above zero, and the `refunds` that were written for them."""

    order: Order
    units: Units
    refunds: tuple[Refund, ...]

    @property
    def refund(self) -> Decimal:
        """What goes back, in the order's currency."""
        return sum((each.amount for each in self.refunds), Decimal("0.00"))

    @property
    def by_card(self) -> bool:
        """Whether all of it goes back by itself, to the card."""
        return all(each.status != RefundStatus.BY_HAND for each in self.refunds)


@transaction.atomic
def cancel_own_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal] | None = None,
    by: User | None = None,
    revision: int | None = None,
    now: datetime,
) -> Canceled:
    """Cancel `units` {line: quantity} of `order` for its shopper, or all that can be. Who asks was checked by the caller.

    `by` is a member of staff who is signed in in the shopper's browser: it is done in his name, and only with his right to cancel.

    `revision` is the order's that the page showed: what staff changed meanwhile is looked at first. Judged under the order's lock:
    a parcel that leaves at the same moment wins or loses, never both. Raises `CannotCancel` with a text for the shopper.
    """
    if by is not None and not by.has_perm("backorders.cancel_order"):
        raise CannotCancel(beyond_rights(staff_name(by), "cancel orders"))
    locked = locked_order(order.pk)
    status, lines = OrderStatus(locked.status), list(locked.lines.all())
    reason = why_not_canceled(status, [line.progress() for line in lines], is_offline=locked.is_offline)
    if reason is not None:
        raise CannotCancel(own_not_canceled_words(reason, status))
    if revision not in {None, locked.revision}:
        # Without what happened: its words are those of staff.
        raise CannotCancel(f"{CHANGED} {NOTHING_CANCELED} {LOOK_AGAIN}")
    return _cancel(locked, lines, units, by=by, now=now, is_through_link=True)


def cancel_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal] | None = None,
    by: User | None,
    now: datetime,
    revision: int | None = None,
) -> Order:
    """Cancel `units` {line: quantity} of `order`, or everything that can be, give them back once and refund what was captured.

    Of an order paid offline only what was not invoiced is canceled: the rest wants a credit memo. `revision` is the
    order's that the page showed: another one now means that somebody was faster. Raises `CannotCancel`, naming each SKU.
    """
    with transaction.atomic():
        locked = locked_order(order.pk)
        if changed := stale_words(locked, revision):
            raise CannotCancel(changed)
        return _cancel(locked, list(locked.lines.all()), units, by=by, now=now, is_through_link=False).order


def _cancel(
    locked: LockedOrder,
    lines: list[OrderLine],
    units: Mapping[OrderLine, Decimal] | None,
    *,
    by: User | None,
    now: datetime,
    is_through_link: bool,
) -> Canceled:
    """Cancel under the order's lock; `is_through_link` says that it was asked for on the order's own page."""
    most = _most(locked, lines)
    given_up = (
        {line: quantity for line, quantity in most.items() if quantity}
        if units is None
        else _asked(locked, most, units)
    )
    is_offline = locked.is_offline
    asked = {line.pk: quantity for line, quantity in given_up.items()}
    refund = cancel_money(locked, lines, asked, is_offline=is_offline).sum
    _note(given_up, is_offline=is_offline)
    settle_status(locked, by=by, now=now)
    if locked.status == OrderStatus.CANCELED:
        withdraw_payments(locked, why=WAS_CANCELED)
    # The total that is canceled only grows, so that the same units cannot be given back twice.
    key = f"{locked.pk}:{plain(sum((line.canceled for line in lines), ZERO))}"
    refunds = refund_payments(locked, refund, key=f"{EventType.ORDER_CANCELED.value}:{key}", now=now)
    _ask_for_less(locked)
    canceled = Canceled(locked, given_up, tuple(refunds))
    OrderEvent.objects.create(
        order=locked,
        kind=EventKind.CANCELED,
        units=sum(given_up.values(), ZERO),
        text=_said(canceled, staff_name(by) if is_through_link else None),
        at=now,
        by=by,
        is_through_link=is_through_link,
    )
    notify_canceled(locked, given_up, refund=canceled.refund, key=key, now=now)
    end_reservations(locked, given_up, event=EventType.ORDER_CANCELED, key=key)
    return canceled


def _most(order: LockedOrder, lines: list[OrderLine]) -> Units:
    """Return {line: what can be canceled of it}. Raises `CannotCancel` when the order allows none at all."""
    status, is_offline = OrderStatus(order.status), order.is_offline
    reason = why_not_canceled(status, [line.progress() for line in lines], is_offline=is_offline)
    if reason is not None:
        raise CannotCancel(not_canceled_words(reason, status))
    return {line: cancelable(line.progress(), is_offline=is_offline) for line in lines}


def _asked(order: LockedOrder, most: Units, units: Mapping[OrderLine, Decimal]) -> Units:
    """Return what was asked of each line, judged. Raises `CannotCancel` with every line that asks for too much."""
    problems: tuple[str, ...] = ()
    try:
        wanted = asked_units(order, most, units)
    except UnitsRefused as refusal:
        wanted, problems = refusal.rest, refusal.problems
    problems += tuple(
        f"{line.sku}: {plain(quantity)} asked, {plain(most[line])} can be canceled."
        for line, quantity in wanted.items()
        if quantity > most[line]
    )
    if problems:
        raise CannotCancel(*problems)
    if not wanted:
        raise CannotCancel("Please enter a quantity to cancel.")
    return wanted


def _note(given_up: Units, *, is_offline: bool) -> None:
    """Write what is given up on the lines."""
    for line, quantity in given_up.items():
        line.refunded += canceled_and_paid(line.progress(), quantity, is_offline=is_offline)
        line.canceled += quantity
    OrderLine.objects.bulk_update(given_up, ("canceled", "refunded"))


def _ask_for_less(order: LockedOrder) -> None:
    """Let the open payment ask for what the rest costs. What is being paid already is given back once it has come."""
    payments = locked_payments(order)
    unanswered = [payment for payment in payments if payment.status in UNANSWERED and not payment.is_offline]
    # Locked against a charge that is under way: its amount must match the total when its answer comes.
    is_free = all(payment_claimed(payment.pk) for payment in unanswered)
    if is_free and not any(is_being_paid(payment) for payment in payments):
        settle_due(order, payments)


def _said(canceled: Canceled, through_link_of: str | None) -> str:
    """Return the event's text; `through_link_of` names the staff who did it on the order's own page, empty for its shopper."""
    units = units_in_words([(line.sku, quantity) for line, quantity in canceled.units.items()])
    money = amount_text(canceled.refund, canceled.order.currency) if canceled.refund else ""
    if through_link_of is None:
        return f"Canceled {units} and refunded {money}." if money else f"Canceled {units}."
    is_whole = canceled.order.status == OrderStatus.CANCELED
    text = through_link("Canceled" if is_whole else f"Canceled {units}", through_link_of)
    return f"{text} Refunded {money}." if money else text
