"""What ships from where, and why nothing does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from typing import Protocol

from backorders.rules.line_quantities import divisible
from backorders.rules.order_status import GOING_ON, OrderStatus
from catalog.rules.quantity import ZERO, clamp
from catalog.rules.shared_sources import most_from
from catalog.rules.source_selection import Candidate


@dataclass(frozen=True)
class Wanted:
    """What can ship now of one order line, in units. What is not `is_promised` is in no queue: only the shelf limits it."""

    line_id: int
    product_id: int
    units: Decimal
    is_promised: bool = True


@dataclass(frozen=True)
class Share:
    """What one source would give to one order line, in units.

    `available` is all that lies there of the product; `most` is how many units of the line may leave there if all came from it.
    """

    line_id: int
    source_id: int
    available: Decimal
    deduct: Decimal
    most: Decimal


@dataclass(frozen=True)
class SharedShelf:
    """One product at sources that `stock` shares with other stocks (docs/rules.md#salable-9).

    `counted` {source: units that count}, `drawn_on` {stock: its sources}, `covered` {stock: units of its promises that lie there}.
    """

    stock: int
    counted: Mapping[int, Decimal]
    drawn_on: Mapping[int, Collection[int]]
    covered: Mapping[int, Decimal]

    def most_from(self, source: int) -> Decimal:
        """Return how many of the units that are covered for the stock may leave `source` while no other stock loses one."""
        return most_from(self.counted, self.drawn_on, self.covered, stock=self.stock, source=source)

    def others_at(self, source: int) -> frozenset[int]:
        """Return the other stocks whose covered units may lie at `source`."""
        return frozenset(
            stock
            for stock, sources in self.drawn_on.items()
            if stock != self.stock and source in sources and self.covered.get(stock, ZERO) > 0
        )

    def after(self, source: int, units: Decimal, *, is_promised: bool) -> "SharedShelf":
        """Return the shelf when `units` have left `source`, for a promise of the stock or for none."""
        covered = self.covered.get(self.stock, ZERO) - (units if is_promised else ZERO)
        return replace(
            self,
            counted={**self.counted, source: self.counted.get(source, ZERO) - units},
            covered={**self.covered, self.stock: covered},
        )


class Shelves:
    """What the `candidates` still have while units are taken from them, source by source.

    `shared` {product id: shelf}: of what several stocks draw on, no promised line takes a unit that covers another stock's.
    """

    def __init__(self, candidates: Sequence[Candidate], shared: Mapping[int, SharedShelf]) -> None:
        """Begin with all that lies there."""
        self._candidates = candidates
        self._left = {(each.source_id, each.product_id): each.available for each in candidates}
        self._shared = dict(shared)

    def may_leave(self, source: Candidate, wanted: Wanted) -> Decimal:
        """Return how many of the `wanted` units may leave the source now."""
        most = self._left[source.source_id, source.product_id]
        shelf = self._shared.get(source.product_id)
        if shelf is not None and wanted.is_promised:
            most = min(most, shelf.most_from(source.source_id))
        return clamp(most, ZERO, wanted.units)

    def take(self, wanted: Wanted) -> list[tuple[Candidate, Decimal]]:
        """Take what is `wanted` from the sources in their order, and return what each gives; no unit is given twice."""
        rest = wanted.units
        found = []
        for each in self._candidates:
            if each.product_id != wanted.product_id:
                continue
            given = min(self.may_leave(each, wanted), rest)
            self._left[each.source_id, each.product_id] -= given
            rest -= given
            shelf = self._shared.get(each.product_id)
            if shelf is not None and given:
                self._shared[each.product_id] = shelf.after(each.source_id, given, is_promised=wanted.is_promised)
            found.append((each, given))
        return found


def shipment_plan(
    lines: Iterable[Wanted], candidates: Sequence[Candidate], shared: Mapping[int, SharedShelf]
) -> tuple[Share, ...]:
    """Return the shares of `lines`, each line's in the order of the `candidates`; `deduct` 0 where nothing is needed.

    Lines of the same product share its units. `shared` {product id: shelf} as `Shelves` takes it.
    """
    untouched, shelves = Shelves(candidates, shared), Shelves(candidates, shared)
    return tuple(
        Share(line.line_id, each.source_id, max(each.available, ZERO), given, untouched.may_leave(each, line))
        for line in lines
        for each, given in shelves.take(line)
    )


class Shippable(Protocol):
    """What is left to ship of one order line, and how much of it is covered now, in units."""

    @property
    def open(self) -> Decimal:
        """Units left to ship."""

    @property
    def covered(self) -> Decimal:
        """Units of them that can ship now."""

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted: nothing will arrive."""


class Hindrance(Enum):
    """Why nothing can ship."""

    ON_HOLD = auto()
    NOT_OPEN = auto()
    NOTHING_LEFT = auto()
    ALL_DELETED = auto()
    ALL_OWED = auto()


def hindrance(status: OrderStatus, lines: Iterable[Shippable]) -> Hindrance | None:
    """Return why nothing of an order with this `status` ships now; None when something can."""
    if reason := status_hindrance(status):
        return reason
    left = [line for line in lines if line.open > 0]
    if not left:
        return Hindrance.NOTHING_LEFT
    if any(line.covered > 0 for line in left):
        return None
    return Hindrance.ALL_DELETED if all(line.is_gone for line in left) else Hindrance.ALL_OWED


def status_hindrance(status: OrderStatus) -> Hindrance | None:
    """Return why no unit of an order with this `status` leaves; None when units may."""
    if status is OrderStatus.ON_HOLD:
        return Hindrance.ON_HOLD
    return None if status in GOING_ON else Hindrance.NOT_OPEN


LONGEST_REASON = 200


class NotElsewhere(Enum):
    """Why units of a line cannot be said to be shipped from elsewhere."""

    IN_CATALOG = auto()
    NOT_LEFT = auto()
    FRACTION = auto()


def not_elsewhere(asked: Decimal, *, ordered: Decimal, open_units: Decimal, is_gone: bool) -> NotElsewhere | None:
    """Return why `asked` units of a line cannot be said to be shipped from elsewhere; None when they can."""
    if not is_gone:
        return NotElsewhere.IN_CATALOG
    if not 0 < asked <= open_units:
        return NotElsewhere.NOT_LEFT
    return None if divisible(asked, ordered=ordered, is_qty_decimal=False) else NotElsewhere.FRACTION
