"""Words to the customer about a parcel: that it left, by which numbers it is followed, and neither when it was undone."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from backorders.actions.steps.messages import notify
from backorders.emails.order_news import numbers_known, order_shipped, shipped_elsewhere
from backorders.models import Notification, OrderLine, Shipment, TrackingNumber
from backorders.queries.handover import mails_of, may_have_arrived, number_key, shipped_key
from backorders.queries.locks import LockedOrder, locked_outbox_row


def notify_shipped(shipment: Shipment, *, now: datetime) -> Notification:
    """Send "Your order has been shipped". Call in the transaction of `shipment`, lines and movements written."""
    message = order_shipped(shipment, today=localtime(now).date())
    return notify(order=shipment.order, occasion=shipped_key(shipment), message=message)


def notify_numbers(shipment: Shipment, *, first_new: TrackingNumber | None, now: datetime) -> None:
    """Tell the customer by which numbers the shipment is followed, after `first_new` and perhaps others came, or, None, one went.

    A message that was never tried tells of what is there now, or of nothing: a number that was corrected at once reaches nobody.
    Call in the transaction that keeps the numbers.
    """
    order = shipment.order
    numbers = [each.as_typed() for each in shipment.tracking_numbers.exclude(number="")]
    waiting = mails_of(shipment).filter(key__startswith=number_key(shipment), sent_at=None, tries=0).last()
    note = None if waiting is None else locked_outbox_row(waiting)
    if note is not None and not may_have_arrived(note):
        if not numbers:
            _withdraw(note, now=now)
            return
        message = numbers_known(shipment, numbers)
        note.subject, note.body_text, note.body_html = message.subject, message.text, message.html
        note.save(update_fields=("subject", "body_text", "body_html"))
    elif first_new is not None and numbers:
        occasion = f"{number_key(shipment)}{first_new.pk}"
        notify(order=order, occasion=occasion, message=numbers_known(shipment, numbers))


def withdraw_shipped(shipment: Shipment, *, now: datetime) -> bool:
    """Let the mails that told of `shipment` not go out any more; return whether the customer may have got one.

    Call in the transaction that undoes the parcel.
    """
    is_told = False
    for found in mails_of(shipment):
        note = locked_outbox_row(found)
        is_told = is_told or may_have_arrived(note)
        if note.sent_at is None:
            _withdraw(note, now=now)
    return is_told


def _withdraw(note: Notification, *, now: datetime) -> None:
    # Without tries: a try that is under way does not set the time of a next one.
    note.withdrawn_at, note.next_try_at, note.tries, note.is_begun = now, None, 0, False
    note.save(update_fields=("withdrawn_at", "next_try_at", "tries", "is_begun"))


def notify_shipped_elsewhere(
    order: LockedOrder, units: Mapping[OrderLine, Decimal], *, key: str, now: datetime
) -> Notification:
    """Send the same of `units` {line: quantity} that came from no source of ours. `key` names the event."""
    quantities = [(line.pk, quantity) for line, quantity in units.items()]
    message = shipped_elsewhere(order, quantities, today=localtime(now).date())
    return notify(order=order, occasion=f"order_shipped_elsewhere:{key}", message=message)
