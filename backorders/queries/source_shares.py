"""Which of a stock's sources would give what to an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from backorders.models import Order
from backorders.queries.shippable_lines import ShippableLine
from backorders.rules.shipment_plan import Share, Wanted, shipment_plan
from catalog.models import Source
from catalog.queries.sources import linked_sources, source_candidates
from catalog.rules.source_selection import Algorithm, Point, kilometres


@dataclass(frozen=True)
class SourceShares:
    """The enabled sources of the order's stock by priority, what each would give, and how far each is from the order.

    `kilometres` holds only sources whose place is known, and nothing when the order's is not.
    """

    sources: tuple[Source, ...]
    shares: tuple[Share, ...]
    kilometres: dict[int, float]


def source_shares(order: Order, lines: Sequence[ShippableLine], *, algorithm: Algorithm) -> SourceShares:
    """Return how `algorithm` divides the units of `lines` that can ship now. Two queries, however many lines and sources."""
    sources = linked_sources(order.stock)
    places = {
        source.pk: Point(source.latitude, source.longitude)
        for source in sources
        if source.latitude is not None and source.longitude is not None
    }
    to = None if order.latitude is None or order.longitude is None else Point(order.latitude, order.longitude)
    wanted = [
        Wanted(line.pk, line.product_id, line.covered)
        for line in lines
        if line.is_managed and line.product_id is not None
    ]
    candidates = source_candidates(order.stock, sorted({line.product_id for line in wanted}))
    return SourceShares(
        sources=sources,
        shares=shipment_plan(wanted, algorithm.ordered(candidates, places=places, to=to)),
        kilometres={} if to is None else {pk: kilometres(place, to) for pk, place in places.items()},
    )
