"""What lies at a source is counted: why a number changes, and what of a page of counts is new (docs/rules.md#counts-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from catalog.rules.shown_form import merged

# All of them are written in one transaction, and stand on one page.
MOST_ROWS = 500
LONGEST_NOTE = 200


class CountReason(StrEnum):
    """Why the number of units at a source is set to another one."""

    COUNT = "count"
    DAMAGE = "damage"
    THEFT = "theft"
    FOUND = "found"
    CORRECTION = "correction"

    def allows(self, before: Decimal, after: Decimal) -> bool:
        """Whether the number may go so: nothing grows by damage or theft, nothing shrinks when units are found."""
        match self:
            case CountReason.DAMAGE | CountReason.THEFT:
                return after <= before
            case CountReason.FOUND:
                return after >= before
            case CountReason.COUNT | CountReason.CORRECTION:
                return True


@dataclass(frozen=True)
class CountedRow:
    """A product at the source: the units that were `shown` there and those that are `counted`; None is not assigned."""

    product_id: int
    shown: Decimal | None
    counted: Decimal | None


@dataclass(frozen=True)
class JudgedRows:
    """{product id: units} to write, and {product id: units there now (None: not assigned any more)} where another changed them."""

    changes: dict[int, Decimal]
    contested: dict[int, Decimal | None]


def judged_rows(rows: Sequence[CountedRow], stored: Mapping[int, Decimal]) -> JudgedRows:
    """Compare what was shown and counted with what is `stored` {product id: units} by now.

    What was not counted anew stays, whatever others did. What was counted as it is by now needs no writing. A count of what
    somebody else has changed since it was shown is for a person to decide.
    """
    found = merged(
        shown={str(row.product_id): row.shown for row in rows},
        stored={str(row.product_id): stored.get(row.product_id) for row in rows},
        typed={str(row.product_id): row.counted for row in rows},
    )
    counted = {row.product_id: row.counted for row in rows}
    changes = {pk: units for pk, units in counted.items() if str(pk) in found.mine and units is not None}
    return JudgedRows(changes, {pk: stored.get(pk) for pk in counted if str(pk) in found.contested})
