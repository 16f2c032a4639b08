"""Customers are told that their promised day became later, once a change; and one answers that he waits."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from backorders.actions.expire_payments import each_order
from backorders.actions.steps.messages import notify
from backorders.emails.day_moved import day_moved
from backorders.models import EventKind, MovedDay, Order, OrderEvent
from backorders.queries.locks import locked_order
from backorders.queries.moved_day import moved_days
from backorders.words.moved_day import MOVED_AGAIN, NOTHING_WAITS, kept_in_words, told_in_words
from catalog.words.refusal import Refused


def tell_moved_days(*, now: datetime) -> int:
    """Write to every customer whose day is later by more than his website allows, once an order; return how many were written.

    Each in a transaction of its own. An order of which nobody can be told is logged, and stops no other.
    """
    orders = dict.fromkeys(each.line.order_id for each in moved_days(today=localtime(now).date()))
    return each_order(orders, lambda pk: _told(pk, now=now), what="tell its shopper that a day has moved")


@transaction.atomic
def _told(pk: int, *, now: datetime) -> bool:
    order = locked_order(pk)
    # Asked again under the lock: another timer may have told, or the delivery came.
    moved = moved_days(today=localtime(now).date(), order=order)
    if not moved:
        return False
    rows = MovedDay.objects.bulk_create(
        MovedDay(line=each.line, promised_on=each.line.promised_on, was=each.was, day=each.day, told_at=now)
        for each in moved
    )
    notify(order=order, occasion=f"day_moved:{rows[0].pk}", message=day_moved(order, moved))
    text = told_in_words([(each.line.sku, each.was, each.day) for each in moved])
    # Without a key: a note for staff, not a change that the shopper is told of.
    OrderEvent.objects.create(order=order, kind=EventKind.EDITED, text=text, at=now)
    return True


class CannotKeep(Refused):
    """Nothing changed: the line waits for nothing that it was told of, or for another day than was shown."""


@transaction.atomic
def keep_moved_day(
    *, order: Order, line_id: int, shown: int | None = None, by: User | None = None, now: datetime
) -> MovedDay:
    """Write down that the shopper of `order` waits for a line of it though its day has moved. Twice is once.

    `shown` is the id of the `MovedDay` that his page told of: of a later one he has not read. `by` is a member of staff who is
    signed in in his browser. Raises `CannotKeep` for that, where nobody told him of a day, and where nothing of the line is
    waited for any more.
    """
    locked = locked_order(order.pk)
    line = locked.lines.filter(pk=line_id).first()
    moved = MovedDay.objects.filter(line__order=locked, line=line_id).order_by("pk").last()
    if line is None or moved is None or not line.open:
        raise CannotKeep(NOTHING_WAITS)
    if shown not in {None, moved.pk}:
        raise CannotKeep(MOVED_AGAIN)
    if moved.kept_at is None:
        moved.kept_at = now
        moved.save(update_fields=("kept_at",))
        OrderEvent.objects.create(
            order=locked,
            kind=EventKind.EDITED,
            text=kept_in_words(line.sku, moved.day),
            at=now,
            is_through_link=True,
            by=by,
        )
    return moved
