"""What a credit memo leaves behind: on hand and reserved after it, said before it happens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backorders.rules.refund_moves import LineMoves, Shelf
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level


@dataclass(frozen=True)
class RefundedPart:
    """What the memo does for one line: `released` units of its reservation end (zero when it holds none), and its moves."""

    released: Decimal
    moves: LineMoves


def refund_effect(
    level: Level, parts: Iterable[RefundedPart], shelves: Sequence[Shelf], *, set_in_stock: bool
) -> Level:
    """Return the level of one (stock, product) after the memo; `shelves` are those of this product.

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
    before, then = _counted(shelves), _counted(after.values())
    return Level(
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
