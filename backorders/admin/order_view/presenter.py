"""What the view of an order shows, as frozen primitives.

Order Totals: what the order costs, what was paid and refunded, and what is due.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate, localtime

from backorders.admin.order_view.items_ordered import Item, MoveTold, item_shown, moves_told, order_moves, queue_shown
from backorders.admin.shipment.presenter import ship_to
from backorders.models import EventKind, Notification, Order, OrderEvent, OrderLine, Payment
from backorders.queries.order_money import due_and_money
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.payment import UNANSWERED, PaymentMethod
from backorders.rules.shipping_choice import CHOICES
from backorders.words.comment import comment_kept_for
from backorders.words.consent import agreed_in_words
from backorders.words.order import owed_now_in_words
from backorders.words.shipping_choice import KEPT
from catalog.admin.history import moment_words
from catalog.queries.history import name_then, staff_name, staff_name_at
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.rules.text import without_secrets
from catalog.words.moment import DAY

UNSENT, WITHDRAWN = "waiting to be sent", "withdrawn, not sent"
STATUS_COLOURS = {
    OrderStatus.PENDING_PAYMENT: "warning",
    OrderStatus.PROCESSING: "info",
    OrderStatus.ON_HOLD: "warning",
    OrderStatus.COMPLETE: "success",
    OrderStatus.CLOSED: "",
    OrderStatus.CANCELED: "",
}
WHY = {
    EventKind.REFUSED: "the shop, because the payment was refused",
    EventKind.EXPIRED: "the shop, because the payment never came",
}


@dataclass(frozen=True)
class PaymentShown:
    """One payment of the order. `link` is the page where the customer pays it by card; empty when there is nothing to pay.

    `is_link_hidden` says that there is one, which this member of staff may not see. `message` is what the provider said.
    """

    method: str
    status: str
    message: str
    amount: str
    captured: str
    link: str
    is_link_hidden: bool


@dataclass(frozen=True)
class EventShown:
    """One line of the order's history; `who` is empty when it was the shopper or the shop itself.

    `kept_for` says who reads a comment, and is empty for what happened. `mail` is the text of a message to the customer.
    """

    when: str
    what: str
    who: str
    kept_for: str = ""
    mail: str = ""


def _history(
    order: Order, events: Sequence[Any], moves: Iterable[MoveTold], *, sees_link: bool
) -> tuple[EventShown, ...]:
    """Return what happened, what was moved and what was mailed, the latest last; `events` have `name_then`."""
    found = [(event.at, _event(event)) for event in events]
    found += [(move.at, EventShown(moment_words(move.at), move.text, move.who)) for move in moves]
    for note in order.notifications.order_by("pk"):
        moment = note.sent_at or note.created_at
        found.append((moment, _mail(note, moment_words(moment), sees_link=sees_link)))
    return tuple(shown for _, shown in sorted(found, key=lambda each: each[0]))


def _event(event: Any) -> EventShown:
    kept_for = comment_kept_for(is_told=event.is_told) if event.kind == EventKind.COMMENTED else ""
    return EventShown(moment_words(event.at), event.text, staff_name(event.by, then=event.name_then), kept_for)


def _mail(note: Notification, when: str, *, sees_link: bool) -> EventShown:
    """Return a message as this member of staff may read it: it holds the shopper's own link."""
    standing = "" if note.sent_at else f" ({WITHDRAWN if note.withdrawn_at else UNSENT})"
    text = f"Mail to {note.recipient}: {note.subject}{standing}"
    mail = note.body_text
    return EventShown(
        when, text if sees_link else without_secrets(text), "", "", mail if sees_link else without_secrets(mail)
    )


@dataclass(frozen=True)
class OrderShown:
    """The whole order view. `typed_again` are the fields of Create New Order, (name, value), as Reorder fills them in."""

    pk: int
    number: str
    status: str
    colour: str
    placed: str
    placed_by: str
    website: str
    stock: str
    customer: str
    email: str
    ship_to: tuple[str, ...]
    total: str
    items: tuple[Item, ...]
    payments: tuple[PaymentShown, ...]
    owed: str
    owed_now: str
    owes_now: bool
    shipping: str
    consent: str
    canceled: str
    held: str
    events: tuple[EventShown, ...]
    typed_again: tuple[tuple[str, str], ...]


def order_shown(order: Order, *, sees_link: bool) -> OrderShown:
    """Return what the order screen shows of `order`. No query more for more lines.

    `sees_link` says whether its reader may see the shopper's own link to it.
    """
    lines = list(order.lines.select_related("product"))
    moves = order_moves(lines)
    standing = queue_shown(order, lines, moves, today=localdate())
    status = OrderStatus(order.status)
    events = list(order.events.annotate(name_then=name_then("by", "at")).select_related("by"))
    return OrderShown(
        pk=order.pk,
        number=order.number,
        status=status.label,
        colour=STATUS_COLOURS[status],
        placed=moment_words(order.placed_at),
        placed_by=staff_name_at(order.placed_by, order.placed_at),
        website=order.website.name,
        stock=order.stock.name,
        customer=order.customer_name or "Guest",
        email=order.email,
        ship_to=ship_to(order) if order.street else (),
        total=amount_text(order.total, order.currency),
        items=tuple(item_shown(line, standing[line.pk], order.currency) for line in lines),
        payments=tuple(_payment(order, payment, sees_link=sees_link) for payment in order.payments.order_by("pk")),
        owed=plain(sum((line.owed_when_placed for line in lines), ZERO)),
        owed_now=owed_now_in_words(
            sum((each.units_owed for each in standing.values()), ZERO),
            sum((each.units_covered for each in standing.values()), ZERO),
            status,
            gone=sum((each.units_gone for each in standing.values()), ZERO),
            together=order.ships_complete,
        ),
        owes_now=any(each.units_owed for each in standing.values()),
        shipping=KEPT[CHOICES[order.ships_complete]],
        consent=agreed_in_words(order.consent, moment_words(order.consented_at)) if order.consented_at else "",
        canceled=_canceled_words(order, events),
        held=_why_held(status, events),
        events=_history(order, events, moves_told(order, moves), sees_link=sees_link),
        typed_again=_typed_again(order, lines),
    )


def _canceled_words(order: Order, events: Sequence[OrderEvent]) -> str:
    """Return when and by whom, and why, as its history says; empty when it is not."""
    if order.canceled_at is None:
        return ""
    if order.canceled_by:
        who = staff_name_at(order.canceled_by, order.canceled_at)
    else:
        told = [event for event in events if event.kind in {*WHY, EventKind.CANCELED}]
        who = _who(told[-1]) if told else "the shop"
    return f"Canceled on {localtime(order.canceled_at):{DAY} at %H:%M} by {who}."


def _who(event: OrderEvent) -> str:
    if event.kind == EventKind.CANCELED:
        return "the shopper" if event.is_through_link else "the shop"
    return WHY[EventKind(event.kind)]


def _why_held(status: OrderStatus, events: Sequence[OrderEvent]) -> str:
    """Return why the order is on hold, as its history says; empty when it is not."""
    held = (event.text for event in reversed(events) if event.kind == EventKind.HELD)
    return next(held, "") if status is OrderStatus.ON_HOLD else ""


def _typed_again(order: Order, lines: Sequence[OrderLine]) -> tuple[tuple[str, str], ...]:
    rows = [(line.product.sku if line.product else line.sku, plain(line.ordered)) for line in lines]
    bought = (field for sku, units in rows for field in (("sku", sku), ("qty", units)))
    gone = (("gone", f"{line.name} ({line.sku})") for line in lines if line.is_gone)
    buyer = (
        ("customer_name", order.customer_name),
        ("email", order.email),
        ("website", str(order.website_id)),
        ("customer_group", order.customer_group),
    )
    names = ("street", "postcode", "city", "country")
    return (*bought, *gone, *buyer, *((name, getattr(order, name)) for name in names))


def _payment(order: Order, payment: Payment, *, sees_link: bool) -> PaymentShown:
    method = PaymentMethod(payment.variant) if payment.variant in set(PaymentMethod) else None
    is_open = order.status in OPEN and payment.status in UNANSWERED and bool(payment.total)
    has_link = is_open and method is PaymentMethod.CARD
    return PaymentShown(
        method=payment.variant if method is None else method.label,
        status=payment.get_status_display(),
        message=payment.message,
        amount=amount_text(payment.total, payment.currency),
        captured=amount_text(payment.captured_amount, payment.currency),
        link=payment.get_failure_url() if has_link and sees_link else "",
        is_link_hidden=has_link and not sees_link,
    )


def order_totals(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (label, amount) pairs, Grand Total first. Due is what is not invoiced yet. Three queries."""
    asked = due_and_money(order)
    amounts = (
        ("Grand Total", order.total),
        ("Total Paid", asked.money.captured),
        ("Total Refunded", asked.money.given_back),
        ("Total Due", asked.due),
    )
    return tuple((label, amount_text(amount, order.currency)) for label, amount in amounts)
