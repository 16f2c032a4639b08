"""What undoing a shipment would give back, which shipment a scan means, and whom its mail has reached."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from backorders.models import (
    CreditMemoLine,
    MovementKind,
    Notification,
    Order,
    OrderLine,
    Shipment,
    SourceMovement,
    TrackingNumber,
)
from backorders.queries.asked_units import managed_products
from backorders.rules.handover import HandoverBy, NotUndone, ParcelLine, not_undone
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import HANDED_OVER_BY


@dataclass(frozen=True)
class UndonePart:
    """What undoing a parcel does to one `line`. `on_shelf`: its units are counted, so that they return to the source."""

    line: OrderLine
    parcel: ParcelLine
    on_shelf: bool


def undone_parts(shipment: Shipment) -> tuple[UndonePart, ...]:
    """Return the lines of the shipment with what comes back of each, as `undo_shipment` acts on them.

    Who acts on it holds the order's lock. Units of a product that was deleted, or whose stock is not managed now, lie on no shelf.
    """
    left = SourceMovement.objects.filter(key=shipment.movement_key).select_related("line__order").order_by("line", "pk")
    moved = list(left)
    lines = [movement.line for movement in moved]
    out = _sums(
        SourceMovement.objects.filter(line__in=lines, source=shipment.source_id).exclude(kind=MovementKind.WRITTEN_OFF)
    )
    credited = _sums(CreditMemoLine.objects.filter(line__in=lines))
    managed = managed_products(shipment.order, lines)
    return tuple(
        UndonePart(
            movement.line,
            ParcelLine(
                movement.line_id,
                -movement.quantity,
                out=-out.get(movement.line_id, Decimal(0)),
                shipped=movement.line.shipped,
                # A memo takes what never left first; the rest of it had left.
                refunded_after=credited.get(movement.line_id, Decimal(0)) - movement.line.released,
            ),
            on_shelf=movement.line.product_id in managed,
        )
        for movement in moved
    )


def _sums(rows: "QuerySet[SourceMovement] | QuerySet[CreditMemoLine]") -> dict[int, Decimal]:
    return dict(rows.order_by().values_list("line").annotate(sum=Sum("quantity")).values_list("line", "sum"))


def why_undo_refused(shipment: Shipment, parts: tuple[UndonePart, ...]) -> NotUndone | None:
    """Return why the shipment cannot be undone; None when it can."""
    return not_undone(
        is_undone=shipment.undone_at is not None,
        is_handed_over=shipment.handed_over_at is not None,
        lines=[part.parcel for part in parts],
    )


def handover_by(order: Order) -> HandoverBy:
    """Return what makes the parcels of `order` count as handed over, on its website now. One query."""
    return HandoverBy(ConfigurationValue.objects.in_force(website=order.website).text(HANDED_OVER_BY))


def shipped_key(shipment: Shipment) -> str:
    """Return the key of the message that the shipment left."""
    return f"order_shipped:{shipment.pk}"


def number_key(shipment: Shipment) -> str:
    """Return how the keys begin of messages about numbers that the shipment got later; the id of the first such number follows."""
    return f"tracking_number:{shipment.pk}:"


def mails_of(shipment: Shipment) -> QuerySet[Notification]:
    """Return the messages by which the customer knows of the shipment, but for those that were withdrawn."""
    about = Q(key=shipped_key(shipment)) | Q(key__startswith=number_key(shipment))
    return Notification.objects.filter(about, order=shipment.order_id, withdrawn_at=None).order_by("pk")


def may_have_arrived(note: Notification) -> bool:
    """Return whether the customer may have got it: once tried it may have got through, whatever the mail server said."""
    return note.tries > 0 or note.sent_at is not None


def scanned_shipments(scan: str, *, most: int) -> tuple[Shipment, ...]:
    """Return at most `most` shipments with the number `scan`, a shipment's or a carrier's, the oldest first. One query.

    Where a label was printed for a parcel that was undone and used for the one that followed, the one that was not undone is meant.
    """
    has_it = Q(pk__in=TrackingNumber.objects.filter(number__iexact=scan).values("shipment"))
    # An id has at most 18 digits; leading zeros are how it is printed.
    if scan.isascii() and scan.isdecimal() and len(scan.lstrip("0")) in range(1, 19):
        has_it |= Q(pk=int(scan))
    found = (
        Shipment.objects.filter(has_it).select_related("order").order_by(F("undone_at").desc(nulls_first=True), "pk")
    )
    rows = tuple(found[:most])
    return tuple(shipment for shipment in rows if shipment.undone_at is None) or rows
