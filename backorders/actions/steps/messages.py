"""Words to customers are kept with what they tell of, and sent after commit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from backorders.emails.message import Message, rendered_subject
from backorders.emails.order_confirmation import OrderFacts, order_confirmation, order_copy
from backorders.emails.order_news import order_canceled, order_edited, order_refunded
from backorders.models import CreditMemo, Notification, Order, OrderLine, Payment, Refund, RefundStatus
from backorders.queries.locks import LockedOrder
from backorders.queries.order_edit import JudgedEdit
from backorders.queries.order_money import captured_money
from backorders.rules.credit_memo import RefundPlan
from backorders.signals import outbox_row_due
from catalog.actions.steps.row import written_once
from catalog.models import ConfigurationValue, Product
from catalog.models.kept_row import kept_row, row_as_it_was
from catalog.rules.quantity import plain
from catalog.rules.sales_settings import ORDER_COPY_TO
from catalog.rules.text import email_addresses


def confirm_order(
    *, order: Order, lines: Sequence[OrderLine] | None = None, payments: Sequence[Payment] | None = None
) -> Notification:
    """Send the order confirmation, and its copy to staff, unless it was sent. May be called as often as `order` is heard of.

    It tells of the order as it is now, whenever the worker puts it into words. `lines` and `payments` are all of the order's, as
    they were read under its lock; without them the order is read afresh, which fails when it was deleted meanwhile.
    """
    if lines is None:
        order = Order.objects.get(pk=order.pk)
        lines = list(order.lines.all())
    facts = {
        "order": kept_row(order),
        "lines": [kept_row(line) for line in lines],
        "paid": str(captured_money(order, payments)),
    }
    note = Notification(
        key=f"{CONFIRMATION}:{order.pk}",
        order=order,
        recipient=order.email,
        subject=rendered_subject(CONFIRMATION, {"number": order.number}),
        facts=facts,
    )
    return _kept(note)


CONFIRMATION = "order_confirmation"
# How the keys of messages begin that are about no order: they are forgotten with the address that they went to.
ALERTS = "stock_alert_"
ASKED, TOLD = f"{ALERTS}asked", f"{ALERTS}told"


def alert_key(kind: str, alert: int) -> str:
    """Return the key of the one message of a `kind` about a sign-up, by its id."""
    return f"{kind}:{alert}"


@transaction.atomic
def put_in_words(notification: Notification) -> None:
    """Write the text of a confirmation from what it tells of, and keep its copies to staff. Called by who sends it."""
    facts = _facts(notification)
    message = order_confirmation(facts)
    notification.subject, notification.body_text, notification.body_html = message.subject, message.text, message.html
    notification.save(update_fields=("subject", "body_text", "body_html"))
    copy_to_staff(facts.order, facts.lines)


def _facts(notification: Notification) -> OrderFacts:
    """Return the order as it was. What it points at, and was deleted since, it points at no more."""
    kept: Any = notification.facts
    order = row_as_it_was(Order, kept["order"])
    order.store_view_id = Order.objects.values_list("store_view", flat=True).get(pk=order.pk)
    lines = [row_as_it_was(OrderLine, line) for line in kept["lines"]]
    products = Product.objects.in_bulk([line.product_id for line in lines if line.product_id is not None])
    for line in lines:
        line.gone_product_id = line.gone_product_id or line.product_id
        line.product = products.get(line.product_id or 0)
    return OrderFacts(order, lines, Decimal(kept["paid"]))


def copy_to_staff(order: Order, lines: Sequence[OrderLine]) -> tuple[Notification, ...]:
    """Keep one message to each address, once for each order and address. Call in the transaction that writes the confirmation."""
    addresses = email_addresses(ConfigurationValue.objects.in_force(website=order.website).text(ORDER_COPY_TO))
    message = order_copy(order, lines) if addresses else None
    return tuple(
        keep_message(key=_key(order, address), recipient=address, message=message, order=order)
        for address in addresses
        if message is not None
    )


def _key(order: Order, address: str) -> str:
    # An address may be longer than a key.
    return f"order_copy:{order.pk}:{sha256(address.lower().encode()).hexdigest()[:40]}"


def notify_canceled(
    order: LockedOrder,
    units: Mapping[OrderLine, Decimal],
    *,
    refund: Decimal,
    key: str,
    why: str = "",
    now: datetime,
) -> Notification:
    """Send "Your order was canceled": `units` {line: quantity} are given up and `refund` goes back. `key` names the cancel.

    `why` is a sentence to the shopper. Call in its transaction, lines and status written.
    """
    message = order_canceled(order, units, refund=refund, why=why, today=localtime(now).date())
    return notify(order=order, occasion=f"order_canceled:{key}", message=message)


def notify_edited(order: LockedOrder, judged: JudgedEdit, *, key: str, now: datetime) -> Notification:
    """Send "Your order was changed". `key` names the edit. Call in its transaction, lines and total written."""
    changes = [
        *(
            (line.name, line.sku, f"{plain(before)} to {plain(after)}")
            for line, (_, before, after) in zip(judged.edits, judged.changed, strict=True)
        ),
        *((product.name, product.sku, f"{plain(units)} added") for product, units in judged.added.items()),
    ]
    message = order_edited(order, changes, money=judged.money, today=localtime(now).date())
    return notify(order=order, occasion=f"order_edited:{key}", message=message)


def notify_refunded(
    memo: CreditMemo,
    units: Mapping[OrderLine, Decimal],
    plans: Mapping[OrderLine, RefundPlan],
    *,
    refunds: Sequence[Refund],
    now: datetime,
) -> Notification:
    """Send "A refund for your order". Call in the transaction of `memo`, lines, status and `refunds` written."""
    by_card = bool(refunds) and all(refund.status != RefundStatus.BY_HAND for refund in refunds)
    today = localtime(now).date()
    message = order_refunded(memo.order, units, plans, refund=memo.amount, by_card=by_card, today=today)
    return notify(order=memo.order, occasion=f"order_refunded:{memo.pk}", message=message)


def notify(*, order: Order, occasion: str, message: Message) -> Notification:
    """Keep `message` to the shopper of `order` and enqueue it; what was kept for the same `occasion` before is returned instead.

    Call inside the transaction that made the occasion.
    """
    return keep_message(key=occasion, recipient=order.email, message=message, order=order)


def keep_message(
    *, key: str, recipient: str, message: Message, order: Order | None = None, unsubscribe_url: str = ""
) -> Notification:
    """Keep `message` and enqueue it; what was kept under the same `key` before is returned instead.

    `unsubscribe_url` is where one click ends messages of its kind. Call inside the transaction that made the
    occasion: the worker sees the row after its commit, or never.
    """
    return _kept(
        Notification(
            key=key,
            order=order,
            recipient=recipient,
            subject=message.subject,
            body_text=message.text,
            body_html=message.html,
            unsubscribe_url=unsubscribe_url,
        )
    )


def _kept(note: Notification) -> Notification:
    if not written_once(note, key="key"):
        return Notification.objects.get(key=note.key)
    outbox_row_due.send(Notification, row=note)
    return note
