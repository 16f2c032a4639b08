"""What the New Shipment page shows, as frozen primitives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Order
from backorders.queries.shipment import ShippableLine, postal_lines
from backorders.rules.shipment import Share
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class ShipmentLine:
    """One row of Items to Ship. `quantities` are (label, number, is owed); `shelf` is empty when stock is not managed."""

    name: str
    sku: str
    ordered_as: str
    quantities: tuple[tuple[str, str, bool], ...]
    field: str
    typed: str
    problem: str


def shipment_lines(
    lines: Sequence[ShippableLine], form: UnitsForm, shares: Mapping[int, Share]
) -> tuple[ShipmentLine, ...]:
    """Return the rows; `shares` {line id: what lies at the source, and may leave it}."""
    boxes = {box.line_id: box for box in form.boxes}
    return tuple(_line(line, boxes[line.pk], form, shares.get(line.pk)) for line in lines)


def ship_to(order: Order) -> tuple[str, ...]:
    """Return the lines of the parcel's address; only who it is for when the order came without an address."""
    return (order.customer_name or order.email, *postal_lines(order))


def _line(line: ShippableLine, box: UnitsBox, form: UnitsForm, share: Share | None) -> ShipmentLine:
    counted = [("Ordered", line.ordered, False)]
    if line.shipped:
        counted.append(("Shipped", line.shipped, False))
    counted.append(("Covered", line.covered, False))
    if line.owed:
        counted.append(("Owed", line.owed, True))
    if line.is_managed:
        counted.append(("On the shelf here", share.available if share else ZERO, False))
    # Other stocks draw on the source, and have promised the others.
    if share and share.most < min(share.available, line.covered):
        counted.append(("May leave here", share.most, False))
    return ShipmentLine(
        name=line.name,
        sku=line.sku,
        ordered_as=line.ordered_as,
        quantities=tuple((label, plain(number), is_owed) for label, number, is_owed in counted),
        field=box.name,
        typed=form.typed(box),
        problem=form.problem(box),
    )
