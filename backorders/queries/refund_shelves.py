"""The shelves that a credit memo may touch, and what of an order's lines they still miss."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.rules.refund_moves import Move, Shelf
from catalog.models import Source, SourceItem, StockSourceLink


@dataclass(frozen=True)
class RefundShelves:
    """`out` is {line id: units that left and did not come back, by source}; `shelves` come by the priority of the stock."""

    out: dict[int, tuple[Move, ...]]
    shelves: tuple[Shelf, ...]

    def of(self, product_id: int) -> tuple[Shelf, ...]:
        """Return the shelves of one product."""
        return tuple(shelf for shelf in self.shelves if shelf.product_id == product_id)


def refund_shelves(order: Order, lines: Iterable[OrderLine]) -> RefundShelves:
    """Return the shelves of the lines' products: each source item, and each source that a line left and has no item any more.

    Four queries, however many lines. Who acts on it holds the items' lock first.
    """
    products = {line.pk: line.product_id for line in lines if line.product_id is not None}
    out = _out(products)
    links = StockSourceLink.objects.filter(stock=order.stock_id).order_by("priority", "pk")
    priority = {source_id: place for place, source_id in enumerate(links.values_list("source_id", flat=True))}
    shelves = {
        (item.source_id, item.product_id): Shelf(
            item.source_id,
            item.source.name,
            item.product_id,
            item.quantity,
            is_in_stock=item.is_in_stock,
            is_enabled=item.source.is_enabled,
            is_linked=item.source_id in priority,
        )
        for item in SourceItem.objects.filter(product_id__in=products.values()).select_related("source")
    }
    left = {(move.source_id, products[line_id]) for line_id, moves in out.items() for move in moves}
    sources = Source.objects.in_bulk(sorted({source_id for source_id, _ in left}))
    for source_id, product_id in left - shelves.keys():
        source = sources[source_id]
        shelves[source_id, product_id] = Shelf(
            source_id,
            source.name,
            product_id,
            is_assigned=False,
            is_enabled=source.is_enabled,
            is_linked=source_id in priority,
        )
    last = len(priority)
    in_order = sorted(shelves, key=lambda key: (priority.get(key[0], last), key))
    return RefundShelves(out, tuple(shelves[key] for key in in_order))


def _out(products: dict[int, int]) -> dict[int, tuple[Move, ...]]:
    rows = (
        SourceMovement.objects.filter(line__in=list(products))
        .exclude(kind=MovementKind.WRITTEN_OFF)
        .order_by()
        .values_list("line_id", "source_id")
        .annotate(net=Sum("quantity"))
        .filter(net__lt=0)
        .order_by("line_id", "net", "source_id")
    )
    out: defaultdict[int, list[Move]] = defaultdict(list)
    for line_id, source_id, net in rows:
        out[line_id].append(Move(source_id, -net))
    return {line_id: tuple(moves) for line_id, moves in out.items()}
