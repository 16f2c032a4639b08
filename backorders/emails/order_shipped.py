"""A parcel is on its way: what is in it, and what of the order is still to come."""

from dataclasses import dataclass

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Shipment
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.parcels import parcels
from backorders.queries.queue_sql import places
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class Line:
    """Units of one line; `owed` is the part that is on backorder, empty unless the customer is to be told."""

    name: str
    sku: str
    quantity: str
    owed: str = ""


def order_shipped(shipment: Shipment) -> Message:
    """Return the message about `shipment`. Call when its lines are written: what is still to come is what is open then."""
    order = shipment.order
    lines = {line.pk: line for line in confirmed_lines(order)}
    queue = places(order, lines.values())
    parcel = next(parcel for parcel in parcels(order) if parcel.pk == shipment.pk)
    to_come = []
    for line in order.lines.all():
        if line.open <= 0 or line.is_virtual:
            continue
        place = queue.get(line.pk)
        owed = place.owed if place is not None and lines[line.pk].notifies else ZERO
        to_come.append(Line(line.name, line.sku, plain(line.open), plain(owed) if owed else ""))
    return order_message(
        "order_shipped",
        order,
        lines=[Line(lines[pk].name, lines[pk].sku, plain(quantity)) for pk, quantity in parcel.units],
        to_come=to_come,
        any_owed=any(line.owed for line in to_come),
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
    )
