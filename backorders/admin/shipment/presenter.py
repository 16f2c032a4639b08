"""What the New Shipment page shows, as frozen primitives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Order
from backorders.queries.shipment import ShippableLine, postal_lines
from catalog.rules.quantity import plain


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
    lines: Sequence[ShippableLine], form: UnitsForm, on_shelf: Mapping[int, Decimal]
) -> tuple[ShipmentLine, ...]:
    """Return the rows; `on_shelf` is what lies at the source, as {line id: units}."""
    boxes = {box.line_id: box for box in form.boxes}
    return tuple(_line(line, boxes[line.pk], form, on_shelf.get(line.pk)) for line in lines)


def ship_to(order: Order) -> tuple[str, ...]:
    """Return the lines of the parcel's address; only who it is for when the order came without an address."""
    return (order.customer_name or order.email, *postal_lines(order))


def _line(line: ShippableLine, box: UnitsBox, form: UnitsForm, shelf: Decimal | None) -> ShipmentLine:
    counted = [("Ordered", line.ordered, False)]
    if line.shipped:
        counted.append(("Shipped", line.shipped, False))
    counted.append(("Covered", line.covered, False))
    if line.owed:
        counted.append(("Owed", line.owed, True))
    if line.is_managed:
        counted.append(("On the shelf here", shelf or Decimal(0), False))
    return ShipmentLine(
        name=line.name,
        sku=line.sku,
        ordered_as=line.ordered_as,
        quantities=tuple((label, plain(number), is_owed) for label, number, is_owed in counted),
        field=box.name,
        typed=form.typed(box),
        problem=form.problem(box),
    )
