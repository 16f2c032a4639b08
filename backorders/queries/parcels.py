"""The parcels of an order and what is in them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from backorders.models import MovementKind, Order, SourceMovement


@dataclass(frozen=True)
class Parcel:
    """One shipment; `units` are (line id, quantity in units) in the order's lines. `carrier` and `tracking_number` may be empty."""

    pk: int
    shipped_at: datetime
    carrier: str
    tracking_number: str
    units: tuple[tuple[int, Decimal], ...]


def parcels(order: Order) -> tuple[Parcel, ...]:
    """Return the parcels of `order`, the first one first. Two queries, however many."""
    shipments = list(order.shipments.order_by("pk"))
    moved = SourceMovement.objects.filter(
        line__order=order, kind=MovementKind.SHIPPED, key__in=[shipment.movement_key for shipment in shipments]
    )
    units: dict[str, list[tuple[int, Decimal]]] = {}
    for movement in moved.order_by("line_id", "pk"):
        units.setdefault(movement.key, []).append((movement.line_id, -movement.quantity))
    return tuple(
        Parcel(
            pk=shipment.pk,
            shipped_at=shipment.shipped_at,
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            units=tuple(units.get(shipment.movement_key, ())),
        )
        for shipment in shipments
    )
