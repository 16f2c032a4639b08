"""Undo a parcel that was made by mistake: its goods lie on the shelf again, and the order is owed them again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from backorders.actions.steps.messages import notify
from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import promise_again
from backorders.actions.steps.shipment_mail import withdraw_shipped
from backorders.emails.order_news import shipment_undone
from backorders.models import EventKind, MovementKind, OrderEvent, OrderLine, Shipment, SourceMovement
from backorders.queries.handover import UndonePart, undone_parts, why_undo_refused
from backorders.queries.locks import LockedOrder, lock_assignments, locked_order
from backorders.queries.order import stale_words
from backorders.rules.shipment import LONGEST_REASON
from backorders.words.handover import TOLD, WITHDRAWN, undo_in_history, undone_words, why_not_undone
from backorders.words.order import LONGEST_EVENT
from catalog.actions.steps.shelf import put_back
from catalog.models import ConfigurationValue
from catalog.queries.locks.product import locked_items, locked_source
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO
from catalog.rules.text import one_line, text_problem
from catalog.words.refusal import Refused


class CannotUndo(Refused):
    """The parcel stays, and nothing changed."""


@transaction.atomic
def undo_shipment(
    *, shipment: Shipment, by: User | None, now: datetime, reason: str = "", revision: int | None = None
) -> Shipment:
    """Take back the units of `shipment`: to the source that they left, and to the order, which waits for them in its old place.

    What was refunded after it had left stays as it is: nobody is owed it. The mail that told of the parcel is withdrawn when it has
    not gone out; else the customer is told that the parcel has not left after all. `revision` is the order's that the page showed.
    Raises `CannotUndo` for a parcel that was undone or handed over before, or of which nothing is left.
    """
    said = one_line(reason.replace("\0", ""))
    if problem := text_problem(said, longest=LONGEST_REASON):
        raise CannotUndo(f"Reason: {problem}")
    order = locked_order(shipment.order_id)
    current = Shipment.objects.select_related("source").get(pk=shipment.pk, order=order)
    current.order = order
    parts = undone_parts(current)
    if refusal := why_undo_refused(current, parts):
        raise CannotUndo(why_not_undone(refusal, current.number))
    if changed := stale_words(order, revision):
        raise CannotUndo(changed)
    back = [part for part in parts if part.parcel.comes_back]
    _return_to_the_shelf(current, [part for part in back if part.on_shelf])
    for part in back:
        part.line.shipped -= part.parcel.comes_back
    OrderLine.objects.bulk_update([part.line for part in back], ("shipped",))
    current.undone_at, current.undone_by = now, by
    current.save(update_fields=("undone_at", "undone_by"))
    SourceMovement.objects.bulk_create(
        SourceMovement(
            line=part.line,
            source=current.source,
            kind=MovementKind.UNDONE,
            quantity=part.parcel.comes_back,
            key=current.undone_key,
            moved_at=now,
        )
        # As the parcel's own list: goods whose stock is not managed come back, too.
        for part in back
    )
    settle_status(order, by=by, now=now)
    was_told = withdraw_shipped(current, now=now)
    _note(order, current, parts, reason=said, mail=TOLD if was_told else WITHDRAWN, now=now)
    if was_told:
        message = shipment_undone(current, _units(back), today=localtime(now).date())
        notify(order=order, occasion=f"shipment_undone:{current.pk}", message=message)
    promise_again(order, dict(_units(back)), key=str(current.pk))
    return current


def _units(parts: Collection[UndonePart]) -> list[tuple[OrderLine, Decimal]]:
    return [(part.line, part.parcel.comes_back) for part in parts]


def _return_to_the_shelf(shipment: Shipment, parts: Sequence[UndonePart]) -> None:
    """Put the units back under the locks of who ships, and say in the stock history why."""
    products = {part.line.product_id for part in parts if part.line.product_id is not None}
    assigned = set(shipment.source.items.filter(product__in=products).values_list("product_id", flat=True))
    if gone := products - assigned:
        lock_assignments(product_ids=gone, source_ids=[shipment.source_id])
    else:
        locked_source(shipment.source_id)
    locked_items(products)
    units: dict[tuple[int, int], Decimal] = {}
    for part in parts:
        shelf = (shipment.source_id, part.line.product_id or 0)
        units[shelf] = units.get(shelf, ZERO) + part.parcel.comes_back
    configuration = ConfigurationValue.objects.in_force(website=shipment.order.website)
    with pghistory.context(reason=undo_in_history(shipment.number)):
        put_back(units, set_in_stock=configuration.flag(declared.CAN_BACK_IN_STOCK))


def _note(
    order: LockedOrder, shipment: Shipment, parts: Sequence[UndonePart], *, reason: str, mail: str, now: datetime
) -> None:
    back = [
        (part.line.sku, part.parcel.comes_back) for part in parts if part.parcel.comes_back and not part.line.is_gone
    ]
    gone = [(part.line.sku, part.parcel.comes_back) for part in parts if part.parcel.comes_back and part.line.is_gone]
    stay = [(part.line.sku, part.parcel.stays) for part in parts if part.parcel.stays]
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.UNDONE,
        text=undone_words(
            shipment.number, source=shipment.source.name, back=back, gone=gone, stay=stay, reason=reason, mail=mail
        )[:LONGEST_EVENT],
        key=shipment.undone_key,
        units=sum((part.parcel.comes_back for part in parts), ZERO),
        at=now,
        by=shipment.undone_by,
    )
