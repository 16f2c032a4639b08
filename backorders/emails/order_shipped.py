"""A parcel is on its way: what is in it, and what of the order is still to come."""

from dataclasses import dataclass

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Shipment
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.parcels import parcels
from backorders.queries.told_lines import status_of_all, told_now
from catalog.rules.quantity import plain
from catalog.rules.quantity_told import QuantityStatus, QuantityTold


@dataclass(frozen=True)
class Line:
    """Units of one line; `told` is what the shop says to those that are still to come."""

    name: str
    sku: str
    quantity: str
    told: QuantityTold | None = None


def order_shipped(shipment: Shipment) -> Message:
    """Return the message about `shipment`. Call when its lines are written: what is still to come is what is open then."""
    order = shipment.order
    lines = {line.pk: line for line in confirmed_lines(order)}
    rows = list(order.lines.all())
    told = told_now(order, lines.values(), rows)
    parcel = next(parcel for parcel in parcels(order) if parcel.pk == shipment.pk)
    goods = {row.pk: told[row.pk] for row in rows if row.pk in told and not row.is_virtual}
    to_come = [Line(lines[pk].name, lines[pk].sku, plain(line.open), line.told) for pk, line in goods.items()]
    is_first = not order.shipments.exclude(pk=shipment.pk).exists()
    return order_message(
        "order_shipped",
        order,
        lines=[Line(lines[pk].name, lines[pk].sku, plain(quantity)) for pk, quantity in parcel.units],
        to_come=to_come,
        what=_what(is_first=is_first, is_last=not to_come),
        any_owed=status_of_all(goods) is not QuantityStatus.IN_STOCK,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
    )


def _what(*, is_first: bool, is_last: bool) -> str:
    """Return what of the order has left, as the subject begins."""
    if not is_last:
        return "Part of your order"
    return "Your order" if is_first else "The rest of your order"
