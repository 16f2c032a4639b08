"""Ship what was proposed for one order of Ready to ship: a parcel from each source, each whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, Shipment
from backorders.rules.ready_to_ship import ProposedParcel
from backorders.words.ready_to_ship import LOST, partly_left
from catalog.models import Source
from catalog.words.refusal import refusals

ANOTHER_LINE = "A line that was shown is not part of this order any more."
NO_SOURCE_LEFT = "A source that was proposed does not exist any more."


@dataclass(frozen=True)
class ShippedReady:
    """The parcels that left; `problem` says why a later one did not, and is empty when all did."""

    shipments: tuple[Shipment, ...]
    problem: str = ""


def ship_ready(
    *,
    order: Order,
    parcels: Sequence[ProposedParcel],
    key: str,
    revision: int | None,
    by: User | None,
    now: datetime,
) -> ShippedReady:
    """Ship the `parcels` of `order`, the first one first, as `ship_order` does: the same `key` ships them once.

    Each is a transaction of its own: the ledger takes one INSERT a transaction, or two orders could wait for each other.
    `revision` is the order's that was shown: what changed it since, but for the parcels themselves, refuses the rest.
    Raises `CannotShip` when nothing left.
    """
    if not parcels or len({parcel.source_id for parcel in parcels}) < len(parcels):
        raise CannotShip(LOST)
    sources = Source.objects.in_bulk([parcel.source_id for parcel in parcels])
    lines = {line.pk: line for line in order.lines.all()} if order.pk else {}
    if any(parcel.source_id not in sources for parcel in parcels):
        raise CannotShip(NO_SOURCE_LEFT)
    if any(line not in lines for parcel in parcels for line, _ in parcel.units):
        raise CannotShip(ANOTHER_LINE)
    sent: list[Shipment] = []
    for parcel in parcels:
        source = sources[parcel.source_id]
        with refusals() as problems, transaction.atomic():
            shipment = ship_order(
                order=order,
                source=source,
                units={lines[line]: units for line, units in parcel.units},
                key=f"{key}:{source.pk}",
                by=by,
                now=now,
                revision=revision,
            )
            # Read under the order's lock: what another person does after this parcel is noticed by the next one.
            revision = Order.objects.values_list("revision", flat=True).get(pk=order.pk)
        if problems and not sent:
            raise CannotShip(*problems)
        if problems:
            return ShippedReady(
                tuple(sent), partly_left([each.source.name for each in sent], problems, source=source.name)
            )
        sent.append(shipment)
    return ShippedReady(tuple(sent))
