"""Hold and Unhold: staff stop an order where it is, and let it go on."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from backorders.actions.steps.messages import notify
from backorders.emails.order_news import order_held, order_unheld
from backorders.models import EventKind, Notification, Order, OrderEvent
from backorders.queries.locks import locked_order
from backorders.queries.order import stale_words
from backorders.rules.order_status import OrderStatus
from backorders.words.order_status import why_not
from catalog.words.refusal import Refused


class CannotHold(Refused):
    """The order stays as it is."""


@transaction.atomic
def hold_order(*, order: Order, by: User | None, now: datetime) -> Order:
    """Put `order` on hold: nothing of it ships, is invoiced, refunded or canceled until it is released. Units stay promised.

    The shopper is told, here and when it is released. Raises `CannotHold`.
    """
    locked = locked_order(order.pk)
    if refusal := why_not(OrderStatus(locked.status), OrderStatus.ON_HOLD):
        raise CannotHold(refusal)
    locked.held_from, locked.status = locked.status, OrderStatus.ON_HOLD.value
    locked.save(update_fields=("status", "held_from"))
    event = OrderEvent.objects.create(order=locked, kind=EventKind.HELD, text="Put on hold.", at=now, by=by)
    notify(order=locked, occasion=f"order_held:{event.pk}", message=order_held(locked))
    return locked


@transaction.atomic
def unhold_order(*, order: Order, by: User | None, now: datetime, revision: int | None = None) -> Order:
    """Release `order` from hold, to the status it was held from. Raises `CannotHold`.

    `revision` is the order's that the page showed: who releases one hold has not seen the next one, and why it is there.
    """
    locked = locked_order(order.pk)
    if locked.status != OrderStatus.ON_HOLD:
        raise CannotHold("The order was not on hold.")
    if changed := stale_words(locked, revision):
        raise CannotHold(changed)
    locked.status, locked.held_from = locked.held_from, ""
    locked.save(update_fields=("status", "held_from"))
    event = OrderEvent.objects.create(order=locked, kind=EventKind.RELEASED, text="Released from hold.", at=now, by=by)
    held = locked.events.filter(kind=EventKind.HELD).order_by("pk").last()
    # Who was not told of the hold is not told of its end.
    if held is None or Notification.objects.filter(key=f"order_held:{held.pk}").exists():
        message = order_unheld(locked, today=localtime(now).date())
        notify(order=locked, occasion=f"order_unheld:{event.pk}", message=message)
    return locked
