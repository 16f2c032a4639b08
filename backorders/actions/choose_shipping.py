"""How an order ships is chosen anew: what is ready, or everything together, until its first parcel has left."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.models import EventKind, Order, OrderEvent
from backorders.queries.locks import locked_order
from backorders.queries.order import CHANGED, LOOK_AGAIN, stale_words
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipping_choice import ShippingChoice, why_no_choice
from backorders.words.cancellation import beyond_rights
from backorders.words.shipping_choice import WHY_NOT, chosen_in_words
from catalog.queries.history import staff_name
from catalog.words.refusal import Refused


class CannotChoose(Refused):
    """The order ships as before."""


@transaction.atomic
def choose_shipping(
    *,
    order: Order,
    choice: ShippingChoice,
    revision: int | None = None,
    is_through_link: bool = False,
    by: User | None,
    now: datetime,
) -> Order:
    """Let `order` ship as `choice` says, and keep in its history that it was changed. What it is already is nothing new.

    `revision` is the order's that the page showed: an order that changed since is refused. `is_through_link`: it is asked for on
    the page of its shopper, by a member of staff who is signed in there (`by`) only with the right to ship. Raises
    `CannotChoose`, so when a parcel has left.
    """
    if is_through_link and by is not None and not by.has_perm("backorders.ship_order"):
        raise CannotChoose(beyond_rights(staff_name(by), "change how orders ship"))
    locked = locked_order(order.pk)
    if locked.ships_complete == choice.ships_complete:
        return locked
    if changed := stale_words(locked, revision):
        # What happened is told to staff in their own words.
        raise CannotChoose(f"{CHANGED} {LOOK_AGAIN}" if is_through_link else changed)
    goods = [(line.shipped, line.open) for line in locked.lines.filter(is_virtual=False)]
    if reason := why_no_choice(OrderStatus(locked.status), goods=goods):
        raise CannotChoose(WHY_NOT[reason])
    locked.ships_complete = choice.ships_complete
    locked.save(update_fields=("ships_complete",))
    OrderEvent.objects.create(
        order=locked,
        kind=EventKind.EDITED,
        text=chosen_in_words(choice),
        is_through_link=is_through_link,
        at=now,
        by=by,
    )
    return locked
