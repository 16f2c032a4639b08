"""A credit memo: what is given back, what returns to which shelf, what that changes (docs/rules.md#orders-8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backorders.rules.line_quantities import LineProgress, undelivered
from backorders.rules.shipment import SharedShelf, Shelves, Wanted
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level
from catalog.rules.source_selection import Candidate


@dataclass(frozen=True)
class RefundPlan:
    """What becomes of the refunded units of one line. All in units.

    `released` were promised and never left: their reservation ends. `to_source` had left and come back to their source.
    `written_off` of the released are taken from the sources as well: "Return to Stock" was not ticked, and they lie there for
    the line. `stays_away` had left and do not come back.
    """

    released: Decimal
    to_source: Decimal = ZERO
    written_off: Decimal = ZERO
    stays_away: Decimal = ZERO


def refund_plan(quantity: Decimal, line: LineProgress, *, return_to_stock: bool, covered: Decimal = ZERO) -> RefundPlan:
    """Return the plan for refunding `quantity` of `line`, which stands as it was before this memo.

    A refund eats the part that never left first. `covered` are the units that the queue has for the line now: no more is
    written off, because what lies on the shelves beside them covers other orders, and what is owed never existed.
    """
    never_left = min(undelivered(line), quantity)
    left = quantity - never_left
    if return_to_stock:
        return RefundPlan(released=never_left, to_source=left)
    return RefundPlan(released=never_left, written_off=min(never_left, max(covered, ZERO)), stays_away=left)


def returns_at_first(quantity: Decimal, line: LineProgress, *, is_configured: bool) -> bool:
    """Return whether "Return to Stock" is ticked when the page offers to refund `quantity` of `line`.

    Units that never left lie where they lay: ticked. Once some were shipped the merchant's setting decides.
    """
    return is_configured or quantity <= undelivered(line)


@dataclass(frozen=True)
class Shelf:
    """One product at one source, as the order's stock sees it. `is_assigned` False: the source item is gone."""

    source_id: int
    source: str
    product_id: int
    quantity: Decimal = ZERO
    is_assigned: bool = True
    is_in_stock: bool = True
    is_enabled: bool = True
    is_linked: bool = True

    @property
    def counts(self) -> bool:
        """Whether its units count as on hand."""
        return self.is_assigned and self.is_in_stock and self.is_enabled and self.is_linked


@dataclass(frozen=True)
class Move:
    """Units that come back to a source, or are taken from it."""

    source_id: int
    units: Decimal


@dataclass(frozen=True)
class LineMoves:
    """What moves for one line. `nowhere` left no source that is known."""

    returned: tuple[Move, ...] = ()
    written_off: tuple[Move, ...] = ()
    nowhere: Decimal = ZERO


@dataclass(frozen=True)
class RefundedLine:
    """A line with its plan. `out` are the units of it that sources still miss, the one that gave the most first."""

    line_id: int
    product_id: int
    plan: RefundPlan
    out: tuple[Move, ...] = ()


def refund_moves(
    lines: Iterable[RefundedLine], shelves: Sequence[Shelf], shared: Mapping[int, SharedShelf]
) -> Mapping[int, LineMoves]:
    """Return {line id: its moves}. `shelves` are in the order of the stock's priority.

    Units come back to the sources that they left, whatever became of those; they are written off from those that count, and as a
    shipment takes them where other stocks draw on these (`shared` {product id: shelf}).
    """
    counting = Shelves(
        [Candidate(shelf.source_id, shelf.product_id, shelf.quantity) for shelf in shelves if shelf.counts], shared
    )
    moves = {}
    for line in lines:
        returned = tuple(_came_from(line))
        taken = counting.take(Wanted(line.line_id, line.product_id, line.plan.written_off))
        moves[line.line_id] = LineMoves(
            returned,
            tuple(Move(each.source_id, units) for each, units in taken if units),
            nowhere=line.plan.to_source - sum((move.units for move in returned), ZERO),
        )
    return moves


def _came_from(line: RefundedLine) -> Iterable[Move]:
    left = line.plan.to_source
    for source in line.out:
        part = min(source.units, left)
        if part > 0:
            yield Move(source.source_id, part)
        left -= part


@dataclass(frozen=True)
class RefundedPart:
    """What the memo does for one line: `released` units of its reservation end (zero when it holds none), and its moves."""

    released: Decimal
    moves: LineMoves


def shelves_after(parts: Iterable[RefundedPart], shelves: Iterable[Shelf], *, set_in_stock: bool) -> tuple[Shelf, ...]:
    """Return the `shelves` of one product as they will be after the memo.

    `set_in_stock`: a source item that has units again after a return counts again, with all that lies there. A source item that
    is gone is assigned again, In Stock.
    """
    every = tuple(parts)
    after = {shelf.source_id: shelf for shelf in shelves}
    for move in (move for part in every for move in part.moves.returned):
        shelf = after[move.source_id]
        quantity = shelf.quantity + move.units
        in_stock = not shelf.is_assigned or shelf.is_in_stock or (set_in_stock and quantity > 0)
        after[move.source_id] = replace(shelf, quantity=quantity, is_assigned=True, is_in_stock=in_stock)
    for move in (move for part in every for move in part.moves.written_off):
        shelf = after[move.source_id]
        after[move.source_id] = replace(shelf, quantity=shelf.quantity - move.units)
    return tuple(after.values())


def refund_effect(
    level: Level, parts: Iterable[RefundedPart], shelves: Sequence[Shelf], *, set_in_stock: bool
) -> Level:
    """Return the level of one (stock, product) after the memo; `shelves` are those of this product.

    What is elsewhere stays as it is: `shared_after` of the queries says it where stocks share sources.
    """
    every = tuple(parts)
    before, then = _counted(shelves), _counted(shelves_after(every, shelves, set_in_stock=set_in_stock))
    return replace(
        level,
        on_hand=level.on_hand + then.on_hand - before.on_hand,
        reserved=level.reserved - sum((part.released for part in every), ZERO),
        sources_in_stock=level.sources_in_stock + then.sources_in_stock - before.sources_in_stock,
        sources_assigned=level.sources_assigned + then.sources_assigned - before.sources_assigned,
    )


def _counted(shelves: Iterable[Shelf]) -> Level:
    every = tuple(shelves)
    return Level(
        on_hand=sum((shelf.quantity for shelf in every if shelf.counts), ZERO),
        sources_in_stock=sum(shelf.counts for shelf in every),
        sources_assigned=sum(shelf.is_assigned and shelf.is_linked for shelf in every),
    )


@dataclass(frozen=True)
class Refunded:
    """How many units of a line are refunded, and whether "Return to Stock" is ticked."""

    quantity: Decimal
    return_to_stock: bool
