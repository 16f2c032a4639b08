"""A difference that an inventory check found: the facts, as they are kept and told."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class DifferenceKind(StrEnum):
    """What differs from the rows that it is kept from."""

    SHARING = "sharing"
    LEVEL = "level"
    PROMISE = "promise"
    PAYMENT = "payment"
    REFUND = "refund"
    DAY = "day"

    @property
    def is_repaired(self) -> bool:
        """Whether a repair puts it right: money is only reported."""
        return self not in (DifferenceKind.PAYMENT, DifferenceKind.REFUND)


@dataclass(frozen=True)
class Difference:
    """One difference. Of a stock and SKU, or of an order, or of both; what does not apply is empty.

    `about` is the column of a level, the currency of money, the day of what is kept by day. `expected` and `found` are plain values
    in their order, empty for nothing: a quantity or an amount; of sharing the first stock and, when they draw on the same sources,
    "same"; of a refund the amount, then how it stands and what the provider said; of a day what became owed, was served, was given
    up, the value of each, and the day since which any was owed.
    """

    kind: DifferenceKind
    stock: str = ""
    sku: str = ""
    order_number: str = ""
    about: str = ""
    expected: Sequence[str] = ()
    found: Sequence[str] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """The facts, as JSON takes them."""
        return asdict(self) | {"kind": self.kind.value, "expected": list(self.expected), "found": list(self.found)}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Difference":
        """Return the difference that was kept as `facts`."""
        kept = {**facts, "expected": tuple(facts["expected"]), "found": tuple(facts["found"])}
        return cls(**kept | {"kind": DifferenceKind(facts["kind"])})
