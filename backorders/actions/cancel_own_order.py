"""The shopper's own cancel: the whole order, while nothing of it has left."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.models import Order
from backorders.queries.locks import locked_order
from backorders.rules.order_status import OrderStatus
from backorders.rules.shopper_may_cancel import shopper_may_cancel
from backorders.rules.through_link import beyond_rights
from catalog.queries.history import staff_name


@transaction.atomic
def cancel_own_order(*, order: Order, by: User | None = None, now: datetime | None = None) -> Order:
    """Cancel the whole of `order` for its shopper. Who is asked to come from that shopper was checked by the caller.

    `by` is a member of staff who is signed in in the shopper's browser: it is done in his name, and only with his right to cancel.

    Judged under the order's lock: a parcel that leaves at the same moment wins or loses, never both. Raises `CannotCancel`
    with a text for the shopper.
    """
    if by is not None and not by.has_perm("backorders.cancel_order"):
        raise CannotCancel(beyond_rights(staff_name(by), "cancel orders"))
    locked = locked_order(order.pk)
    status = OrderStatus(locked.status)
    lines = [line.progress() for line in locked.lines.all()]
    if status is OrderStatus.CANCELED:
        raise CannotCancel("This order has been canceled already.")
    if any(line.shipped for line in lines):
        raise CannotCancel(
            "A part of this order has left already, so that it cannot be canceled here. Please contact us."
        )
    if not shopper_may_cancel(status, lines, is_offline=locked.is_offline):
        raise CannotCancel("This order cannot be canceled here any more. Please contact us.")
    return cancel_order(order=locked, by=by, now=now, is_through_link=True)
