"""A message, an errand or a confirmation is sent again."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from backorders.actions.steps.messages import notify
from backorders.emails.order_confirmation import facts_now, order_confirmation
from backorders.models import Errand, EventKind, Notification, Order, OrderEvent
from backorders.models.outbox import OutboxStanding
from backorders.queries.locks import locked_order, locked_outbox_row
from backorders.rules.order_status import OrderStatus
from backorders.signals import outbox_row_due
from backorders.words.order import WAS_CANCELED
from backorders.words.outbox import not_again_words
from catalog.rules.text import text_problem
from catalog.words.refusal import Refused


class NotToSend(Refused):
    """Nothing changed; the problem says how it stands."""


@transaction.atomic
def send_again(*, row: Notification | Errand, by: User | None, now: datetime) -> None:
    """Let the worker try `row` after commit, as if it were new.

    Raises `NotToSend` for what was sent, is sent right now, or was withdrawn.
    """
    found = locked_outbox_row(row)
    standing = found.standing(now=now)
    if standing in {OutboxStanding.SENT, OutboxStanding.SENDING, OutboxStanding.WITHDRAWN}:
        raise NotToSend(not_again_words("This", str(standing)))
    found.tries, found.next_try_at = 0, now
    found.save(update_fields=("tries", "next_try_at"))
    outbox_row_due.send(type(found), row=found)
    if found.order is not None and standing is OutboxStanding.PARKED:
        # Without a key: a note for staff, not a change that the shopper is told of.
        OrderEvent.objects.create(
            order=found.order, kind=EventKind.EDITED, text=f'"{_name(found)}" is sent again.', at=now, by=by
        )


def _name(row: Notification | Errand) -> str:
    return row.subject if isinstance(row, Notification) else row.get_kind_display()


# With the occasion's own name before it.
LONGEST_KEY = 64


class CannotSendAgain(Refused):
    """Nothing was sent."""


@transaction.atomic
def send_confirmation_again(*, order: Order, key: str, by: User | None, now: datetime) -> Notification:
    """Send the confirmation as `order` stands now, to its address. The same `key` sends once.

    Raises `CannotSendAgain` for an order that was canceled, and for one that was never confirmed: it may never be paid.
    """
    if problem := text_problem(key, longest=LONGEST_KEY):
        raise CannotSendAgain(f"The key of the request: {problem}")
    locked = locked_order(order.pk)
    if locked.status == OrderStatus.CANCELED:
        raise CannotSendAgain(WAS_CANCELED)
    first = f"order_confirmation:{locked.pk}"
    if not Notification.objects.filter(key=first).exists():
        raise CannotSendAgain("It follows by itself when the payment arrives.")
    occasion = f"{first}:{key}"
    if sent := Notification.objects.filter(key=occasion).first():
        return sent
    note = notify(
        order=locked, occasion=occasion, message=order_confirmation(facts_now(locked), again=localtime(now).date())
    )
    # Without a key: a note for staff, not a change that the shopper is told of.
    OrderEvent.objects.create(order=locked, kind=EventKind.EDITED, text="Sent the confirmation again.", at=now, by=by)
    return note
