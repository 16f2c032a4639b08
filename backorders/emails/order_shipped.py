"""A parcel is on its way: what is in it, and what of the order is still to come."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.emails.to_come import Line, to_come
from backorders.models import Order, Shipment
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.parcels import parcels
from catalog.rules.quantity import plain


def order_shipped(shipment: Shipment) -> Message:
    """Return the message about `shipment`. Call when its lines are written: what is still to come is what is open then."""
    order = shipment.order
    parcel = next(parcel for parcel in parcels(order) if parcel.pk == shipment.pk)
    is_first = not order.shipments.exclude(pk=shipment.pk).exists()
    return _message(
        order, parcel.units, is_first=is_first, carrier=parcel.carrier, tracking_number=parcel.tracking_number
    )


def shipped_elsewhere(order: Order, units: Sequence[tuple[int, Decimal]]) -> Message:
    """Return the message about `units`, (line id, quantity), that were shipped from elsewhere."""
    return _message(order, units, is_first=not order.shipments.exists(), carrier="", tracking_number="")


def _message(
    order: Order, units: Sequence[tuple[int, Decimal]], *, is_first: bool, carrier: str, tracking_number: str
) -> Message:
    found = confirmed_lines(order)
    lines = {line.pk: line for line in found}
    rest = to_come(order, lines=found)
    return order_message(
        "order_shipped",
        order,
        lines=[Line(lines[pk].name, lines[pk].sku, plain(quantity)) for pk, quantity in units],
        to_come=rest,
        what=_what(is_first=is_first, is_last=not rest.lines),
        carrier=carrier,
        tracking_number=tracking_number,
    )


def _what(*, is_first: bool, is_last: bool) -> str:
    """Return how the subject begins: which units of the order have left."""
    if not is_last:
        return "Part of your order"
    return "Your order" if is_first else "The rest of your order"
