"""Comment on an order: for colleagues, or written to its shopper."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.messages import notify
from backorders.emails.order_news import order_commented
from backorders.models import EventKind, Order, OrderEvent
from backorders.queries.locks import locked_order
from backorders.words.comment import why_not_comment
from backorders.words.refusal import OTHER_ORDER
from catalog.models.fields import text_columns
from catalog.rules.text import text_problems
from catalog.words.refusal import Refused


class CannotComment(Refused):
    """Nothing was kept, and nothing is mailed."""


@transaction.atomic
def comment_order(*, order: Order, text: str, is_told: bool, key: str, by: User | None, now: datetime) -> OrderEvent:
    """Keep `text` in the history of `order`, whatever its status; `is_told` mails it to the shopper, once for each `key`.

    The order's revision stays: a comment changes nothing that a page shows. Raises `CannotComment`.
    """
    said = text.strip().replace("\r\n", "\n")
    if problem := why_not_comment(said):
        raise CannotComment(problem)
    locked = locked_order(order.pk)
    event = OrderEvent(
        order=locked, kind=EventKind.COMMENTED, text=said, key=f"comment:{key}", is_told=is_told, at=now, by=by
    )
    if problems := text_problems(text_columns(OrderEvent), {"key": event.key}):
        raise CannotComment(*problems)
    if found := OrderEvent.objects.filter(key=event.key).first():
        if found.order_id != locked.pk:
            raise CannotComment(OTHER_ORDER)
        return found
    event.save()
    if is_told:
        notify(order=locked, occasion=f"order_comment:{event.pk}", message=order_commented(locked, said))
    return event
