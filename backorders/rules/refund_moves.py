"""From which source to which: where refunded units come back to, and where they are written off from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.refund_plan import RefundPlan
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Candidate, select_sources


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


def refund_moves(lines: Iterable[RefundedLine], shelves: Sequence[Shelf]) -> Mapping[int, LineMoves]:
    """Return {line id: its moves}. `shelves` are in the order of the stock's priority.

    Units come back to the sources that they left, whatever became of those; they are written off from those that count.
    """
    taken: dict[tuple[int, int], Decimal] = {}
    moves = {}
    for line in lines:
        returned = tuple(_came_from(line))
        written_off = tuple(_lies_at(line, shelves, taken))
        for move in written_off:
            key = (move.source_id, line.product_id)
            taken[key] = taken.get(key, ZERO) + move.units
        moves[line.line_id] = LineMoves(
            returned,
            written_off,
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


def _lies_at(line: RefundedLine, shelves: Sequence[Shelf], taken: Mapping[tuple[int, int], Decimal]) -> Iterable[Move]:
    candidates = (
        Candidate(
            shelf.source_id,
            shelf.product_id,
            shelf.quantity - taken.get((shelf.source_id, shelf.product_id), ZERO),
        )
        for shelf in shelves
        if shelf.counts
    )
    for row in select_sources({line.product_id: line.plan.written_off}, candidates).rows:
        if row.deduct:
            yield Move(row.source_id, row.deduct)
