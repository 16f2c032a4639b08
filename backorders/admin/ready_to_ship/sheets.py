"""Sales > Ready to ship: pick list and packing slips of the orders that were ticked, to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.admin.shipment.presenter import ship_to
from backorders.forms.ready_to_ship_form import ChosenOrder, chosen_orders
from backorders.models import OrderLine
from backorders.words.ready_to_ship import NOTHING_CHOSEN, not_printed
from catalog.admin.history import moment_words
from catalog.admin.pages import POSTS, AdminPage, Shown
from catalog.forms.once import harmless
from catalog.models import Source
from catalog.rules.quantity import ZERO, plain

type Lines = dict[int, OrderLine]
type Names = dict[int, str]


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
    """What goes into one parcel: `part` is "Parcel 1 of 2" where the order leaves in several."""

    shop: str
    number: str
    placed: str
    source: str
    part: str
    ship_to: tuple[str, ...]
    lines: tuple[SlipLine, ...]


@dataclass(frozen=True)
class Picked:
    """One product of a pick list: how many units in all, and which order gets how many (number, units)."""

    name: str
    sku: str
    units: str
    orders: tuple[tuple[str, str], ...]


@harmless("It writes nothing: it shows what to print.")
def sheets(request: HttpRequest) -> HttpResponse | Shown:
    """Show the pick list and the packing slips of what was ticked, as it was shown. A constant number of queries."""
    chosen, _ = chosen_orders(request.POST)
    fresh = [each for each in chosen if each.parcels and each.revision == each.order.revision]
    if not chosen:
        messages.error(request, NOTHING_CHOSEN)
        return HttpResponseRedirect(reverse("admin:backorders_ready_to_ship"))
    rows = OrderLine.objects.filter(order__in=[each.order for each in fresh], is_virtual=False).select_related(
        "product"
    )
    lines = {line.pk: line for line in rows.defer("product__description")}
    sources = {parcel.source_id for each in fresh for parcel in each.parcels}
    names = dict(Source.objects.filter(pk__in=sources).values_list("pk", "name"))
    is_pick_list = request.POST.get("sheet") == "pick-list"
    return Shown(
        {
            "title": "Pick list" if is_pick_list else "Packing slips",
            "printed": moment_words(timezone.now()),
            "shelves": _pick_lists(fresh, lines, names) if is_pick_list else (),
            "slips": () if is_pick_list else tuple(slip for each in fresh for slip in _slips(each, lines, names)),
            "orders": len(fresh),
            "not_printed": [not_printed(each.order.number) for each in chosen if each not in fresh],
        }
    )


SHEETS_PAGE = AdminPage(
    "ready-to-ship/print/",
    "backorders_ready_to_ship_print",
    sheets,
    permission="ship",
    template="admin/ready_to_ship/sheets.html",
    methods=POSTS,
)


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
