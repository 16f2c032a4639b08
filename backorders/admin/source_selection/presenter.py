"""What the Source Selection page shows, as frozen primitives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backorders.forms.units_form import UnitsBox, UnitsForm
from backorders.models import Order
from backorders.queries.shipment import ShippableLine, SourceShares
from catalog.models import Source
from catalog.rules.quantity import ZERO, plain
from catalog.rules.source_selection import Algorithm

NEAR = 10


@dataclass(frozen=True)
class SourceRow:
    """What one source has of a line. The box is there for the chosen source only: `field` is empty for the others."""

    source: str
    distance: str
    available: str
    deduct: str
    field: str = ""
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class SelectionLine:
    """One row of Items Ordered; `owed` is empty when nothing is."""

    name: str
    sku: str
    ordered_as: str
    to_ship: str
    owed: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True)
class SelectionShown:
    """The whole page. `sources` and `algorithms` are (value, label, is chosen)."""

    pk: int
    number: str
    why_not: str
    algorithms: tuple[tuple[str, str, bool], ...]
    sources: tuple[tuple[int, str, bool], ...]
    chosen: str
    lines: tuple[SelectionLine, ...]
    asks_for_destination: bool
    shows_destination: bool
    latitude: str
    longitude: str


def offered_sources(lines: Sequence[ShippableLine], found: SourceShares) -> tuple[Source, ...]:
    """Return the sources that can give something of what ships now; of goods that are not counted, every source can."""
    wanted = {line.pk for line in lines if line.covered > 0}
    if any(not line.is_managed for line in lines):
        return found.sources
    able = {share.source_id for share in found.shares if share.available > 0 and share.line_id in wanted}
    return tuple(source for source in found.sources if source.pk in able)


def boxes_of(source: Source | None, lines: Sequence[ShippableLine], found: SourceShares) -> tuple[UnitsBox, ...]:
    """Return the quantity boxes of the chosen source: bounded by what lies there and by what is covered."""
    if source is None:
        return ()
    shares = {share.line_id: share for share in found.shares if share.source_id == source.pk}
    boxes = []
    for line in lines:
        share = shares.get(line.pk)
        if share is not None:
            most = min(share.available, line.covered)
            on_shelf = max(share.available, ZERO)
            boxes.append(UnitsBox(line.pk, line.sku, share.deduct, line.ordered, line.is_qty_decimal, most, on_shelf))
        elif not line.is_managed:
            boxes.append(UnitsBox(line.pk, line.sku, line.open, line.ordered, line.is_qty_decimal, line.open))
    return tuple(boxes)


def selection_shown(
    order: Order,
    lines: Sequence[ShippableLine],
    found: SourceShares,
    *,
    algorithm: Algorithm,
    chosen: Source | None,
    form: UnitsForm,
    why_not: str,
) -> SelectionShown:
    """Return what the page shows of `order`."""
    has_destination = order.latitude is not None and order.longitude is not None
    by_distance = algorithm is Algorithm.DISTANCE
    return SelectionShown(
        pk=order.pk,
        number=order.number,
        why_not=why_not,
        algorithms=tuple((each.value, each.label, each is algorithm) for each in Algorithm),
        sources=tuple((source.pk, source.name, source == chosen) for source in offered_sources(lines, found)),
        chosen=chosen.name if chosen else "",
        lines=tuple(
            _line(line, found, form, chosen=chosen, way=by_distance and bool(found.kilometres)) for line in lines
        ),
        asks_for_destination=by_distance and not has_destination,
        shows_destination=by_distance and has_destination,
        latitude="" if order.latitude is None else plain(order.latitude),
        longitude="" if order.longitude is None else plain(order.longitude),
    )


def _line(
    line: ShippableLine, found: SourceShares, form: UnitsForm, *, chosen: Source | None, way: bool
) -> SelectionLine:
    """Return one row; `way` says whether distances are shown."""
    box = next((each for each in form.boxes if each.line_id == line.pk), None)
    names = {source.pk: source.name for source in found.sources}
    if line.is_managed:
        rows = tuple(
            _row(
                SourceRow(
                    source=names[share.source_id],
                    distance=_distance(found.kilometres.get(share.source_id)) if way else "",
                    available=plain(share.available),
                    deduct=plain(share.deduct),
                ),
                box if chosen is not None and share.source_id == chosen.pk else None,
                form,
            )
            for share in found.shares
            if share.line_id == line.pk
        )
    else:
        rows = (_row(SourceRow("Any source", "", "Not counted", plain(line.open)), box, form),)
    return SelectionLine(line.name, line.sku, line.ordered_as, plain(line.covered), _owed(line, found), rows)


def _owed(line: ShippableLine, found: SourceShares) -> str:
    if not line.owed:
        return ""
    if line.is_gone:
        return f"{plain(line.owed)} owed: the product was deleted"
    lies_there = sum((share.available for share in found.shares if share.line_id == line.pk), ZERO)
    why = "the rest on the shelf is for orders ahead" if lies_there > line.covered else "not on the shelf yet"
    more = " more" if line.covered else ""
    return f"{plain(line.owed)}{more} owed: {why}"


def _row(row: SourceRow, box: UnitsBox | None, form: UnitsForm) -> SourceRow:
    if box is None:
        return row
    return replace(row, field=box.name, typed=form.typed(box), problem=form.problem(box))


def _distance(way: float | None) -> str:
    if way is None:
        return "place not known"
    return f"{way:,.1f} km" if way < NEAR else f"{way:,.0f} km"
