"""Which source gives how many units of which order line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
        for row in select_sources({line.product_id: line.units}, rest).rows:
            left[row.source_id, row.product_id] -= row.deduct
            on_shelf = max(available[row.source_id], ZERO)
            shares.append(Share(line.line_id, row.source_id, on_shelf, row.deduct))
    return tuple(shares)
