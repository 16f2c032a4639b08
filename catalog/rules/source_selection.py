"""Source selection by priority: which source gives how many units (the reference's Source Priority algorithm)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.quantity import ZERO, clamp


@dataclass(frozen=True)
class Candidate:
    """An In Stock source item at an enabled source of the stock; candidates come sorted, first choice first."""

    source_id: int
    product_id: int
    available: Decimal


@dataclass(frozen=True)
class Selected:
    """What one source gives of one product, in units; 0 when it is not needed or has nothing."""

    source_id: int
    product_id: int
    deduct: Decimal
    available: Decimal


@dataclass(frozen=True)
class Selection:
    """The rows in the candidates' order, and whether every requested unit was found."""

    rows: tuple[Selected, ...]
    is_shippable: bool


def select_sources(requested: Mapping[int, Decimal], candidates: Iterable[Candidate]) -> Selection:
    """Return which candidates give the `requested` units {product id: quantity}, each as much as it has, in their order.

    Reservations are not looked at: what is chosen here was promised already. A source below zero gives nothing.
    """
    remaining = dict(requested)
    rows = []
    for candidate in candidates:
        wanted = remaining.get(candidate.product_id)
        if wanted is None:
            continue
        taken = clamp(candidate.available, ZERO, wanted)
        remaining[candidate.product_id] = wanted - taken
        rows.append(Selected(candidate.source_id, candidate.product_id, taken, candidate.available))
    return Selection(tuple(rows), not any(remaining.values()))
