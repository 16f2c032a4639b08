"""Incoming supply: what is expected of a product at a source, when, and what of it has come (docs/rules.md#supply-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from catalog.rules.quantity import ZERO

# Between them lies every day that a supply can be expected on: beyond stands a typing error.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)


class SupplyState(StrEnum):
    """Where a supply stands on a day. Only what is late or expected is waited for."""

    LATE = "Late"
    EXPECTED = "Expected"
    RECEIVED = "Received"
    CLOSED = "Closed"


@dataclass(frozen=True)
class Supply:
    """`received` of `quantity` units have come; the rest is expected on a day, unless it `is_closed`: given up.

    `number` tells it from the others. The `reference` is the purchase order's or the supplier's; empty where there is none.
    """

    number: int
    quantity: Decimal
    received: Decimal
    expected_on: date
    reference: str = ""
    is_closed: bool = False

    @property
    def outstanding(self) -> Decimal:
        """Units that are still expected."""
        return ZERO if self.is_closed else self.quantity - self.received

    def state(self, today: date) -> SupplyState:
        """Return where it stands `today`. On its own day it is not late yet."""
        if self.received >= self.quantity:
            return SupplyState.RECEIVED
        if self.is_closed:
            return SupplyState.CLOSED
        return SupplyState.LATE if self.expected_on < today else SupplyState.EXPECTED


@dataclass(frozen=True)
class SupplyReceipt:
    """`units` of a `supply`, which is as it was before they came."""

    supply: Supply
    units: Decimal

    @property
    def remaining(self) -> Decimal:
        """Units that stay expected."""
        return self.supply.outstanding - self.units


@dataclass(frozen=True)
class SupplyCame:
    """`units` of a supply came in a delivery, of which so many were `outstanding`. `who` booked it; empty for nobody."""

    delivery: int
    number: str
    at: datetime
    who: str
    units: Decimal
    outstanding: Decimal


@dataclass(frozen=True)
class Receipts:
    """Which supplies a delivery receives, the earliest day first; `beyond` are units that none of them expected."""

    receipts: tuple[SupplyReceipt, ...]
    beyond: Decimal


def receipts(units: Decimal, supplies: Iterable[Supply], *, reference: str = "") -> Receipts:
    """Lay `units` that came on `supplies` of their product at their source, the oldest expected day first.

    With a `reference` only on those that bear it, in any letter case. No supply receives more than is outstanding of it:
    units beyond that belong to none and are returned as `beyond`.
    """
    wanted = reference.strip().casefold()
    left, found = units, []
    for supply in sorted(supplies, key=lambda supply: (supply.expected_on, supply.number)):
        if wanted and supply.reference.casefold() != wanted:
            continue
        taken = min(left, supply.outstanding)
        if taken > 0:
            found.append(SupplyReceipt(supply, taken))
            left -= taken
    return Receipts(tuple(found), left)
