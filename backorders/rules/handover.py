"""When a parcel counts as handed over, and what undoing one that was not gives back (docs/rules.md#orders-17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum, auto

from catalog.rules.quantity import ZERO, clamp

# No number of a shipment or of a carrier is longer.
LONGEST_SCAN = 100


class HandoverBy(StrEnum):
    """What makes a parcel count as handed over to its carrier: the value of the setting."""

    MARK = "mark"
    NUMBER = "number"


def is_handed_over_by_number(how: HandoverBy, *, numbers: int) -> bool:
    """Return whether a parcel counts as handed over because it has `numbers` tracking numbers now.

    No carrier tells this shop anything: the first number stands for the first news of it.
    """
    return how is HandoverBy.NUMBER and numbers > 0


@dataclass(frozen=True)
class ParcelLine:
    """Of one line of an order, in units: what left with the parcel, and what has become of the line since.

    `out` left the parcel's source and did not come back there; `shipped` are those of all parcels, and `refunded_after` of
    them were refunded after they had left.
    """

    line_id: int
    units: Decimal
    out: Decimal
    shipped: Decimal
    refunded_after: Decimal = ZERO

    @property
    def comes_back(self) -> Decimal:
        """Units that return to the shelf and to the order: nobody is owed those that were refunded since."""
        return clamp(min(self.out, self.shipped - self.refunded_after), ZERO, self.units)

    @property
    def stays(self) -> Decimal:
        """Units that stay as they are: refunded."""
        return self.units - self.comes_back


class NotUndone(Enum):
    """Why a parcel cannot be undone."""

    UNDONE = auto()
    HANDED_OVER = auto()
    REFUNDED = auto()


def not_undone(*, is_undone: bool, is_handed_over: bool, lines: Iterable[ParcelLine]) -> NotUndone | None:
    """Return why a parcel with these `lines` cannot be undone; None when it can. Page and action ask this.

    The order's status is no reason: what lies in the house again can be promised again, on hold or complete.
    """
    if is_undone:
        return NotUndone.UNDONE
    if is_handed_over:
        return NotUndone.HANDED_OVER
    return None if any(line.comes_back > 0 for line in lines) else NotUndone.REFUNDED


def scanned(typed: str) -> str:
    """Return what was scanned or typed as numbers are kept: without the blanks around it, and the mark before a shipment's."""
    return " ".join(typed.split()).removeprefix("#")
