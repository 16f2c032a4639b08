"""When a customer who was told that units are on backorder is told that they are there (docs/rules.md#notices-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class WaitingLine:
    """A line of goods, in units: `was_owed` when it was ordered; `open`, `owed` and not yet paid for (`unpaid`) now."""

    was_owed: Decimal
    open: Decimal
    owed: Decimal
    unpaid: Decimal


def have_come(lines: Iterable[WaitingLine]) -> bool:
    """Return whether all that an order waited for can ship: something was on backorder, and nothing is owed or unpaid."""
    left = [line for line in lines if line.open]
    return any(line.was_owed for line in left) and not any(line.owed or line.unpaid for line in left)
