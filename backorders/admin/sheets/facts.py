"""What is printed, whether as a page or as a PDF: pick list and packing slips as frozen primitives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from backorders.admin.shipment.presenter import ship_to
from backorders.forms.ready_to_ship_form import MOST, ChosenOrder
from backorders.models import OrderLine, Shipment, SourceMovement
from backorders.queries.tracking_number import tracking_of, with_tracking
from backorders.words.ready_to_ship import GONE, not_printed, too_many_printed, undone_not_printed
from backorders.words.tracking_number import tracking_words
from catalog.admin.history import moment_words
from catalog.models import Source
from catalog.rules.quantity import ZERO, plain

type Lines = dict[int, OrderLine]
type Names = dict[int, str]
# Why the form that asks for them may be sent twice.
PRINTS = "It writes nothing: it shows what to print."
PICK_LIST, SLIPS = "Pick list", "Packing slips"


@dataclass(frozen=True)
class SlipLine:
    """Units of a line in the parcel, none when all of them follow later; `later` says how many follow, empty for none."""

    units: str
    name: str
    sku: str
    ordered: str
    later: str


@dataclass(frozen=True)
class PackingSlip:
    """What goes into one parcel: `part` is "Parcel 1 of 2" where the order leaves in several.

    `shipment` is its number and `tracking` what carriers know it by: empty as long as it has not been made.
    """

    shop: str
    number: str
    placed: str
    source: str
    part: str
    ship_to: tuple[str, ...]
    lines: tuple[SlipLine, ...]
    shipment: str = ""
    tracking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picked:
    """One product of a pick list: how many units in all, and which order gets how many (number, units)."""

    name: str
    sku: str
    units: str
    orders: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheets:
    """Everything that is on the paper. `shelves` are (source, what to take there); `not_printed` are sentences."""

    title: str
    printed: str
    orders: int = 0
    shelves: tuple[tuple[str, tuple[Picked, ...]], ...] = ()
    slips: tuple[PackingSlip, ...] = ()
    not_printed: tuple[str, ...] = ()


def sheets_of(chosen: Sequence[ChosenOrder], *, gone: int, is_pick_list: bool, printed: str) -> Sheets:
    """Return the pick list or the packing slips of what was ticked, as it was shown. Two queries.

    An order that has changed since is named and left out; `gone` of the ticks name none any more.
    """
    fresh = [each for each in chosen if each.parcels and each.revision == each.order.revision]
    rows = OrderLine.objects.filter(order__in=[each.order for each in fresh], is_virtual=False).select_related(
        "product"
    )
    lines = {line.pk: line for line in rows.defer("product__description")}
    sources = {parcel.source_id for each in fresh for parcel in each.parcels}
    names = dict(Source.objects.filter(pk__in=sources).values_list("pk", "name"))
    return Sheets(
        title=PICK_LIST if is_pick_list else SLIPS,
        printed=printed,
        orders=len(fresh),
        shelves=_pick_lists(fresh, lines, names) if is_pick_list else (),
        slips=() if is_pick_list else tuple(slip for each in fresh for slip in _slips(each, lines, names)),
        not_printed=(
            *([GONE] if gone else []),
            *(not_printed(each.order.number) for each in chosen if each not in fresh),
        ),
    )


def sheets_of_shipments(shipments: QuerySet[Shipment], *, printed: str) -> Sheets:
    """Return the packing slips of parcels that were made, as many as a page of a grid has. Three queries, however many.

    One that was undone has nothing to say to whoever opens a parcel: it is named and left out.
    """
    rows = with_tracking(shipments.select_related("order__website", "source")).order_by("pk")
    found = [*rows[: MOST + 1]]
    left = [each for each in found[:MOST] if each.undone_at is None]
    goods: defaultdict[int, list[OrderLine]] = defaultdict(list)
    orders = {each.order_id for each in left}
    of_orders = OrderLine.objects.filter(order__in=orders, is_virtual=False).select_related("product")
    for line in of_orders.defer("product__description").order_by("pk"):
        goods[line.order_id].append(line)
    moved: defaultdict[str, dict[int, Decimal]] = defaultdict(dict)
    for movement in SourceMovement.objects.filter(key__in=[each.movement_key for each in left]):
        moved[movement.key][movement.line_id] = -movement.quantity
    slips = tuple(_slip_of(each, goods[each.order_id], moved[each.movement_key]) for each in left)
    not_here = [undone_not_printed(each.number) for each in found[:MOST] if each.undone_at is not None]
    return Sheets(
        title=f"Packing slip of shipment #{found[0].number}" if len(found) == 1 else SLIPS,
        printed=printed,
        orders=len(orders),
        slips=slips,
        not_printed=(*not_here, *([too_many_printed(MOST)] if len(found) > MOST else [])),
    )


def _slip_of(shipment: Shipment, goods: Sequence[OrderLine], moved: Mapping[int, Decimal]) -> PackingSlip:
    order = shipment.order
    return PackingSlip(
        shop=order.website.name,
        number=order.number,
        placed=moment_words(order.placed_at),
        source=shipment.source.name,
        part="",
        ship_to=ship_to(order),
        lines=tuple(
            _slip_line(line, moved.get(line.pk, ZERO), line.open) for line in goods if line.pk in moved or line.open > 0
        ),
        shipment=shipment.number,
        tracking=tuple(map(tracking_words, tracking_of(shipment))),
    )


def texts_of(slip: PackingSlip) -> Iterable[str]:
    """Yield what of a slip people wrote: names and addresses in any script."""
    yield from (slip.shop, slip.source, *slip.ship_to, *slip.tracking)
    for line in slip.lines:
        yield from (line.name, line.sku)


def _slips(chosen: ChosenOrder, lines: Lines, names: Names) -> tuple[PackingSlip, ...]:
    order, parcels = chosen.order, [parcel for parcel in chosen.parcels if parcel.source_id in names]
    left = {pk: line.open for pk, line in lines.items() if line.order_id == order.pk}
    slips = []
    for place, parcel in enumerate(parcels, start=1):
        here = {pk: units for pk, units in parcel.units if pk in left}
        left = {pk: units - here.get(pk, ZERO) for pk, units in left.items()}
        slips.append(
            PackingSlip(
                shop=order.website.name,
                number=order.number,
                placed=moment_words(order.placed_at),
                source=names[parcel.source_id],
                part=f"Parcel {place} of {len(parcels)}" if len(parcels) > 1 else "",
                ship_to=ship_to(order),
                lines=tuple(
                    _slip_line(lines[pk], here.get(pk, ZERO), later)
                    for pk, later in left.items()
                    if pk in here or later > 0
                ),
            )
        )
    return tuple(slips)


def _slip_line(line: OrderLine, units: Decimal, later: Decimal) -> SlipLine:
    sku = (line.product or line).sku
    return SlipLine(plain(units), line.name, sku, plain(line.ordered), plain(later) if later > 0 else "")


def _pick_lists(
    chosen: Sequence[ChosenOrder], lines: Lines, names: Names
) -> tuple[tuple[str, tuple[Picked, ...]], ...]:
    """Return (source, what to take there by SKU), by the name of the source."""
    taken: dict[int, dict[str, list[tuple[str, OrderLine, Decimal]]]] = {source: {} for source in names}
    for each in chosen:
        for parcel in each.parcels:
            for pk, units in parcel.units:
                line = lines.get(pk)
                if line is not None and line.order_id == each.order.pk and parcel.source_id in taken:
                    sku = (line.product or line).sku
                    taken[parcel.source_id].setdefault(sku, []).append((each.order.number, line, units))
    return tuple(
        (names[source], tuple(_picked(sku, rows) for sku, rows in sorted(taken[source].items())))
        for source in sorted(names, key=lambda source: (names[source], source))
    )


def _picked(sku: str, rows: Sequence[tuple[str, OrderLine, Decimal]]) -> Picked:
    return Picked(
        name=rows[0][1].name,
        sku=sku,
        units=plain(sum((units for _, _, units in rows), ZERO)),
        orders=tuple((number, plain(units)) for number, _, units in rows),
    )
