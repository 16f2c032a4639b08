"""What of an order may ship, from which sources, and the parcels that left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django_countries import countries

from backorders.models import MovementKind, Order, SourceMovement
from backorders.queries.asked_units import line_policies
from backorders.queries.queue import places
from backorders.queries.shared_shelves import shared_shelves
from backorders.queries.tracking_number import tracking_of, with_tracking
from backorders.rules.shipment import Share, Wanted, shipment_plan
from backorders.rules.tracking_number import Tracking
from backorders.words.shipment import apart_in_words
from catalog.models import Source
from catalog.queries.sources import linked_sources, source_candidates
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Algorithm, Point, kilometres


@dataclass(frozen=True)
class ShippableLine:
    """An order line of goods with units left to ship; covered + owed = open. In units.

    `is_managed` says whether its stock is counted now: what is not counted is taken from no shelf and can always ship. Of a
    product that was deleted nothing can: `is_gone`.
    `is_promised`: it holds units in the ledger, and has a place in the queue.
    `sku` is what stands on the shelf today, `ordered_as` the SKU of the day of the order when it was renamed since.
    """

    pk: int
    product_id: int | None
    sku: str
    name: str
    ordered: Decimal
    shipped: Decimal
    open: Decimal
    covered: Decimal
    is_managed: bool
    is_qty_decimal: bool
    ordered_as: str = ""
    is_promised: bool = True

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted: its units lie on no shelf."""
        return self.product_id is None

    @property
    def owed(self) -> Decimal:
        """Units that are not on the shelf yet, or are for orders ahead of this one."""
        return self.open - self.covered


def shippable_lines(order: Order) -> tuple[ShippableLine, ...]:
    """Return the lines of `order` that are not virtual and have units left to ship. A constant number of queries."""
    goods = order.lines.filter(is_virtual=False).select_related("product").defer("product__description").order_by("pk")
    lines = [line for line in goods if line.open > 0]
    policies = line_policies(order, lines)
    queue = places(order, lines)
    found = []
    for line in lines:
        policy = None if line.product_id is None else policies.get(line.product_id)
        # A deleted product lies on no shelf: treated as managed, it ships only what is counted, which is nothing.
        is_managed = policy is None or policy.manage_stock
        # A line without reservations has no place in the queue: only the shelf limits it.
        covered = queue[line.pk].covered if line.pk in queue else line.open
        found.append(
            ShippableLine(
                pk=line.pk,
                product_id=line.product_id,
                sku=line.product.sku if line.product else line.sku,
                ordered_as=line.sku if line.product and line.product.sku != line.sku else "",
                name=line.name,
                ordered=line.ordered,
                shipped=line.shipped,
                open=line.open,
                covered=ZERO if line.is_gone else covered,
                is_managed=is_managed,
                is_qty_decimal=policy is not None and policy.is_qty_decimal,
                is_promised=line.is_reserved,
            )
        )
    return tuple(found)


def apart_words(order: Order, lines: Sequence[ShippableLine] | None = None) -> str:
    """Return why staff are asked before a part of `order` ships alone: it ships complete, and units are owed. Else empty.

    `lines` are what `shippable_lines` found. No query for an order that ships what is ready.
    """
    if not order.ships_complete:
        return ""
    open_goods = shippable_lines(order) if lines is None else lines
    return apart_in_words([(line.sku, line.owed) for line in open_goods if line.owed > 0])


@dataclass(frozen=True)
class SourceShares:
    """The enabled sources of the order's stock by priority, what each would give, and how far each is from the order.

    `kilometres` holds only sources whose place is known, and nothing when the order's is not.
    """

    sources: tuple[Source, ...]
    shares: tuple[Share, ...]
    kilometres: dict[int, float]


def source_shares(order: Order, lines: Sequence[ShippableLine], *, algorithm: Algorithm) -> SourceShares:
    """Return how `algorithm` divides the units of `lines` that can ship now.

    Three queries, however many lines and sources; seven where other stocks draw on the sources.
    """
    sources = linked_sources(order.stock)
    points = {
        source.pk: Point(source.latitude, source.longitude)
        for source in sources
        if source.latitude is not None and source.longitude is not None
    }
    to = None if order.latitude is None or order.longitude is None else Point(order.latitude, order.longitude)
    wanted = [
        Wanted(line.pk, line.product_id, line.covered, line.is_promised)
        for line in lines
        if line.is_managed and line.product_id is not None
    ]
    products = sorted({line.product_id for line in wanted})
    candidates = algorithm.ordered(source_candidates(order.stock, products), points=points, to=to)
    return SourceShares(
        sources=sources,
        shares=shipment_plan(wanted, candidates, shared_shelves(order.stock_id, products)),
        kilometres={} if to is None else {pk: kilometres(point, to) for pk, point in points.items()},
    )


@dataclass(frozen=True)
class Parcel:
    """One shipment; `units` are (line id, quantity in units) in the order's lines."""

    pk: int
    shipped_at: datetime
    tracking: tuple[Tracking, ...]
    units: tuple[tuple[int, Decimal], ...]


def parcels(order: Order) -> tuple[Parcel, ...]:
    """Return the parcels of `order` that were not undone, the first one first. Two queries, however many."""
    shipments = list(with_tracking(order.shipments.filter(undone_at=None)).order_by("pk"))
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
            tracking=tracking_of(shipment),
            units=tuple(units.get(shipment.movement_key, ())),
        )
        for shipment in shipments
    )


def postal_lines(order: Order) -> tuple[str, ...]:
    """Return street, postcode with city, and the country's name; what is not known is left out. No query."""
    place = " ".join(part for part in (order.postcode, order.city) if part)
    return tuple(part for part in (order.street, place, str(countries.name(order.country))) if part)
