"""What a credit memo would do: the plan of each line, the shelves, the effect."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from backorders.models import MovementKind, Order, OrderLine, SourceMovement
from backorders.queries.queue import places
from backorders.queries.shared_shelves import shared_after, shared_shelves
from backorders.rules.credit_memo import (
    LineMoves,
    Move,
    Refunded,
    RefundedLine,
    RefundedPart,
    RefundPlan,
    Shelf,
    refund_effect,
    refund_moves,
    refund_plan,
    shelves_after,
)
from catalog.models import ConfigurationValue, Product, Source, SourceItem, StockSourceLink
from catalog.queries.salable import positions
from catalog.rules import configuration as declared
from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, salable_quantity


@dataclass(frozen=True)
class RefundedProduct:
    """One product whose stock is managed, in the order's stock: its level now and after the memo."""

    product_id: int
    sku: str
    before: Level
    after: Level
    policy: StockPolicy
    is_enabled: bool

    @property
    def salable_before(self) -> Decimal:
        """The salable quantity as displayed now."""
        return salable_quantity(self.before, self.policy, is_enabled=self.is_enabled)

    @property
    def salable_after(self) -> Decimal:
        """The salable quantity as it will be displayed."""
        return salable_quantity(self.after, self.policy, is_enabled=self.is_enabled)


@dataclass(frozen=True)
class RefundPreview:
    """`plans` and `moves` are by line id; a line without moves has no stock that is managed now (or no product any more)."""

    plans: Mapping[int, RefundPlan]
    moves: Mapping[int, LineMoves]
    shelves: Mapping[tuple[int, int], Shelf]
    effects: tuple[RefundedProduct, ...]
    set_in_stock: bool


def refund_preview(order: Order, wanted: Mapping[OrderLine, Refunded]) -> RefundPreview:
    """Return what refunding `wanted` would do now, by the rules that `refund_order` acts on.

    Ten queries, and five more where stocks share sources of what is refunded.
    """
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    products = Product.objects.in_bulk([line.product_id for line in wanted if line.product_id is not None])
    found = positions(products.values(), stock=order.stock, configuration=configuration)
    managed = {pk for pk, position in found.items() if position.policy.manage_stock}
    plans = refund_plans(order, wanted)
    counted = [line for line in wanted if line.product_id in managed]
    shelves = refund_shelves(order, counted)
    moves = moves_of(order, {line: plans[line] for line in counted}, shelves)
    set_in_stock = configuration.flag(declared.CAN_BACK_IN_STOCK)
    given_up = {line.pk: plans[line].released if line.is_reserved else ZERO for line in counted}
    after, there = {}, {}
    for pk in dict.fromkeys(line.product_id for line in counted if line.product_id is not None):
        parts = [RefundedPart(given_up[line.pk], moves[line.pk]) for line in counted if line.product_id == pk]
        after[pk] = refund_effect(found[pk].level, parts, shelves.of(pk), set_in_stock=set_in_stock)
        there[pk] = _counted(shelves_after(parts, shelves.of(pk), set_in_stock=set_in_stock))
    effects = (
        RefundedProduct(
            pk,
            products[pk].sku,
            found[pk].level,
            level,
            found[pk].policy,
            is_enabled=products[pk].is_enabled,
        )
        for pk, level in shared_after(order.stock_id, after, there, given_up).items()
    )
    return RefundPreview(
        plans={line.pk: plan for line, plan in plans.items()},
        moves=moves,
        shelves={(shelf.source_id, shelf.product_id): shelf for shelf in shelves.shelves},
        effects=tuple(effects),
        set_in_stock=set_in_stock,
    )


def _counted(shelves: Iterable[Shelf]) -> dict[int, Decimal]:
    """Return {source: units} of the shelves that stocks which draw on them may sell."""
    return {
        shelf.source_id: shelf.quantity
        for shelf in shelves
        if shelf.is_assigned and shelf.is_in_stock and shelf.is_enabled
    }


@dataclass(frozen=True)
class RefundShelves:
    """`out` is {line id: units that left and did not come back, by source}; `shelves` come by the priority of the stock."""

    out: dict[int, tuple[Move, ...]]
    shelves: tuple[Shelf, ...]

    def of(self, product_id: int) -> tuple[Shelf, ...]:
        """Return the shelves of one product."""
        return tuple(shelf for shelf in self.shelves if shelf.product_id == product_id)


def moves_of(order: Order, plans: Mapping[OrderLine, RefundPlan], found: RefundShelves) -> Mapping[int, LineMoves]:
    """Return {line id: what moves} by `plans`. A query where something is written off, five where other stocks draw there too."""
    lines = [
        RefundedLine(line.pk, line.product_id or 0, plan, found.out.get(line.pk, ())) for line, plan in plans.items()
    ]
    written_off = {line.product_id for line in lines if line.plan.written_off}
    return refund_moves(lines, found.shelves, shared_shelves(order.stock_id, written_off))


def refund_plans(order: Order, wanted: Mapping[OrderLine, Refunded]) -> dict[OrderLine, RefundPlan]:
    """Return {line: its plan}. Two queries. Nothing is written off where orders do not decrease stock: there is nothing to tick.

    Who acts on it holds `lock_refunded`, so that nobody ships or counts what it says is covered.
    """
    decreases = ConfigurationValue.objects.in_force(website=order.website).flag(declared.CAN_SUBTRACT)
    queue = places(order, wanted)
    return {
        line: refund_plan(
            part.quantity,
            line.progress(),
            return_to_stock=part.return_to_stock,
            covered=queue[line.pk].covered if decreases and line.pk in queue else ZERO,
        )
        for line, part in wanted.items()
    }


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
