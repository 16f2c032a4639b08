"""Sales > Shipments > one of them: what its page and the page that undoes it show, as frozen primitives."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from backorders.admin.shipment.presenter import ship_to
from backorders.models import Shipment
from backorders.queries.handover import UndonePart
from backorders.rules.tracking_number import Tracking
from backorders.words.handover import standing_words
from catalog.admin.history import moment_words
from catalog.queries.history import staff_name_at
from catalog.rules.quantity import plain

COLOURS = {"Handed over": "success", "Undone": "warning"}


@dataclass(frozen=True)
class NumberShown:
    """One tracking number, with what its row is known by."""

    pk: int
    tracking: Tracking


@dataclass(frozen=True)
class ShipmentPage:
    """The whole page. `items` are (name, SKU, quantity); `standing_since` says when and by whom: empty while it is here."""

    pk: int
    number: str
    order_number: str
    order_link: str
    ship_to: tuple[str, ...]
    source: str
    shipped: str
    who: str
    standing: str
    colour: str
    standing_since: str
    is_here: bool
    is_undone: bool
    comment: str
    items: tuple[tuple[str, str, str], ...]
    numbers: tuple[NumberShown, ...]


def shipment_shown(shipment: Shipment) -> ShipmentPage:
    """Return what the page of `shipment` shows; its order, source and people were read with it. Two queries."""
    order = shipment.order
    undone, handed_over = shipment.undone_at, shipment.handed_over_at
    standing = standing_words(is_undone=undone is not None, is_handed_over=handed_over is not None)
    moment = undone or handed_over
    by = staff_name_at(shipment.undone_by if undone else shipment.handed_over_by, moment) if moment else ""
    return ShipmentPage(
        pk=shipment.pk,
        number=shipment.number,
        order_number=order.number,
        order_link=reverse("admin:backorders_order_change", args=(order.pk,)),
        ship_to=ship_to(order),
        source=shipment.source.name,
        shipped=moment_words(shipment.shipped_at),
        who=staff_name_at(shipment.shipped_by, shipment.shipped_at),
        standing=standing,
        colour=COLOURS.get(standing, ""),
        standing_since=" · ".join(filter(None, (moment_words(moment), by))) if moment else "",
        is_here=moment is None,
        is_undone=undone is not None,
        comment=shipment.comment,
        items=tuple((line.name, line.sku, plain(-units)) for line, units in shipment.moved()),
        numbers=tuple(NumberShown(each.pk, each.as_typed()) for each in shipment.tracking_numbers.all()),
    )


@dataclass(frozen=True)
class UndoneLine:
    """What undoing does to one line, in units; `note` says what is not as one would think."""

    name: str
    sku: str
    sent: str
    back: str
    note: str


def undone_lines(parts: Iterable[UndonePart]) -> tuple[UndoneLine, ...]:
    """Return the rows of the page that asks before a shipment is undone."""
    return tuple(
        UndoneLine(
            part.line.name,
            part.line.sku,
            plain(part.parcel.units),
            plain(part.parcel.comes_back),
            _note(part),
        )
        for part in parts
    )


def _note(part: UndonePart) -> str:
    notes = []
    if part.parcel.stays:
        notes.append(f"{plain(part.parcel.stays)} refunded since: they stay as they are.")
    if part.parcel.comes_back and part.line.is_gone:
        notes.append("The product was deleted: no shelf takes it, the order is owed it.")
    elif part.parcel.comes_back and not part.on_shelf:
        notes.append("Its stock is not managed: no shelf changes.")
    return " ".join(notes)
