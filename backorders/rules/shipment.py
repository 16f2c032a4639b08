"""What ships from where, and why nothing does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Protocol

from backorders.rules.line_quantities import divisible
from backorders.rules.order_status import OrderStatus, goes_on
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Candidate, select_sources


@dataclass(frozen=True)
class Wanted:
    """What can ship now of one order line, in units."""

    line_id: int
    product_id: int
    units: Decimal


@dataclass(frozen=True)
class Share:
    """What one source would give to one order line; `available` is all that lies there of the product. In units."""

    line_id: int
    source_id: int
    available: Decimal
    deduct: Decimal


def shipment_plan(lines: Iterable[Wanted], candidates: Sequence[Candidate]) -> tuple[Share, ...]:
    """Return the shares of `lines`, each line's in the order of the `candidates`; `deduct` 0 where nothing is needed.

    Lines of the same product share its units: no unit is given twice.
    """
    left = {(each.source_id, each.product_id): each.available for each in candidates}
    shares = []
    for line in lines:
        rest = [
            Candidate(each.source_id, each.product_id, left[each.source_id, each.product_id]) for each in candidates
        ]
        available = {each.source_id: each.available for each in candidates if each.product_id == line.product_id}
        for row in select_sources({line.product_id: line.units}, rest):
            left[row.source_id, row.product_id] -= row.deduct
            on_shelf = max(available[row.source_id], ZERO)
            shares.append(Share(line.line_id, row.source_id, on_shelf, row.deduct))
    return tuple(shares)


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
    return None if goes_on(status) else Hindrance.NOT_OPEN


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
