"""The shipments of an order, as the order view shows them."""

from collections import defaultdict
from dataclasses import dataclass

from backorders.models import Order, SourceMovement
from catalog.admin.history import moment_words
from catalog.queries.history import name_then, staff_name
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class ShipmentShown:
    """One shipment. `items` are (name, SKU, quantity); `who` is empty when it was no member of staff."""

    pk: int
    number: str
    date: str
    source: str
    items: tuple[tuple[str, str, str], ...]
    carrier: str
    tracking_number: str
    comment: str
    who: str


def shipments_shown(order: Order) -> tuple[ShipmentShown, ...]:
    """Return the shipments of `order`, the first one first. Two queries, however many."""
    shipments = list(
        order.shipments.annotate(name_then=name_then("shipped_by", "shipped_at")).select_related("source", "shipped_by")
    )
    moved = SourceMovement.objects.filter(key__in=[shipment.movement_key for shipment in shipments], line__order=order)
    items: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for movement in moved.select_related("line").order_by("line", "pk"):
        items[movement.key].append((movement.line.name, movement.line.sku, plain(-movement.quantity)))
    return tuple(
        ShipmentShown(
            pk=shipment.pk,
            number=shipment.number,
            date=moment_words(shipment.shipped_at),
            source=shipment.source.name,
            items=tuple(items[shipment.movement_key]),
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            comment=shipment.comment,
            who=staff_name(shipment.shipped_by, then=shipment.name_then),
        )
        for shipment in shipments
    )
