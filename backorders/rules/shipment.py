"""What ships from where, and why nothing does.

Which source gives how many units of which order line.
Why nothing of an order can ship.
What staff may say of a line whose product was deleted: its units were shipped from elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from backorders.rules.line_quantities import divisible
from backorders.rules.order_status import OPEN, OrderStatus
from catalog.rules.quantity import ZERO, plain
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


def why_nothing_ships(status: OrderStatus, lines: Iterable[Shippable]) -> str:
    """Return why nothing of an order with this `status` ships now, as sentences; empty when something can."""
    left = [line for line in lines if line.open > 0]
    if status is OrderStatus.ON_HOLD:
        return "The order is On Hold. Release it first."
    if status not in OPEN:
        return f"A shipment cannot be created when an order has a status of {status.label}."
    if not left:
        return "Nothing of this order is left to ship."
    if any(line.covered > 0 for line in left):
        return ""
    if all(line.is_gone for line in left):
        return (
            "What is left of this order was deleted from the catalog: nothing of it will arrive. "
            "Say that it was shipped from elsewhere, cancel it, or refund it."
        )
    owed = sum((line.open for line in left), ZERO)
    return (
        f"Nothing of this order can ship yet: {plain(owed)} owed. The shelf holds nothing for it until stock arrives."
    )


LONGEST_REASON = 200


def why_not_shipped_elsewhere(status: OrderStatus) -> str:
    """Return why no unit of an order with this `status` can be said to be shipped; empty when it can."""
    if status is OrderStatus.ON_HOLD:
        return "The order is On Hold. Release it first."
    return "" if status in OPEN else f"Nothing is left to ship of an order that is {status.label}."


def why_not_units(asked: Decimal, *, ordered: Decimal, open_units: Decimal, is_gone: bool) -> str:
    """Return why `asked` units of a line cannot be said to be shipped from elsewhere; empty when they can."""
    if not is_gone:
        return "it is still in the catalog. Ship it from a source."
    if not 0 < asked <= open_units:
        return f"{plain(asked)} asked, {plain(open_units)} left to ship."
    if not divisible(asked, ordered=ordered, is_qty_decimal=False):
        return f"{plain(asked)} asked, but it was sold in whole units only."
    return ""
