"""What of an order can leave now without anybody being asked, and the parcels that are proposed for it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.line_quantities import LineProgress
from backorders.rules.shipment import Share
from catalog.rules.quantity import ZERO, InvalidQuantityError, clamp, plain, quantity

# `source:line=units,line=units`, parcels apart by semicolons. Ids that fit into a column.
_PARCEL = re.compile(r"(?P<source>\d{1,18}):(?P<units>\d{1,18}=[\d.]{1,20}(?:,\d{1,18}=[\d.]{1,20})*)", re.ASCII)


def leaving(line: LineProgress, *, covered: Decimal, costs: bool) -> Decimal:
    """Return how many units of a line leave without a question: covered ones that are paid for, or that cost nothing.

    The twin for many orders is `queries.ready_to_ship.ready_orders` (docs/rules.md#orders-6, docs/rules.md#orders-11).
    """
    paid = line.paid_and_here if costs else line.open
    return clamp(min(covered, paid), ZERO, max(line.open, ZERO))


def leaves_now(lines: Iterable[tuple[Decimal, Decimal]], *, ships_complete: bool) -> bool:
    """Return whether an order leaves, given what `leaving` lets go of each line of goods, and what is open of it, in units.

    One that ships complete leaves when nothing of it stays behind (docs/rules.md#orders-16).
    """
    units = tuple(lines)
    return any(leaves > 0 for leaves, _ in units) and (
        not ships_complete or all(leaves >= left for leaves, left in units)
    )


@dataclass(frozen=True)
class ProposedParcel:
    """What one source would send of an order: `units` are (line id, quantity in units)."""

    source_id: int
    units: tuple[tuple[int, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """All units of the parcel."""
        return sum((units for _, units in self.units), ZERO)


def proposed_parcels(
    shares: Iterable[Share], uncounted: Mapping[int, Decimal], *, otherwise: int | None
) -> tuple[ProposedParcel, ...]:
    """Return a parcel for each source that gives something, in the order of the `shares`.

    `uncounted` {line id: units} lie on no shelf: they go along with the first parcel, or from the source `otherwise`.
    """
    given: dict[int, list[tuple[int, Decimal]]] = {}
    for share in shares:
        if share.deduct > 0:
            given.setdefault(share.source_id, []).append((share.line_id, share.deduct))
    along = [(line, units) for line, units in uncounted.items() if units > 0]
    first = next(iter(given), otherwise)
    if along and first is not None:
        given.setdefault(first, []).extend(along)
    return tuple(ProposedParcel(source, tuple(units)) for source, units in given.items())


def parcels_text(parcels: Iterable[ProposedParcel]) -> str:
    """Return the parcels as a form carries them: what is sent is what was looked at."""
    return ";".join(
        f"{parcel.source_id}:{','.join(f'{line}={plain(units)}' for line, units in parcel.units)}" for parcel in parcels
    )


def parcels_of(text: str) -> tuple[ProposedParcel, ...]:
    """Return the parcels that `parcels_text` wrote; none where the text is no such one, or names a source or a line of it twice."""
    parcels = []
    for part in text.split(";"):
        match = _PARCEL.fullmatch(part)
        if match is None:
            return ()
        pairs = [pair.split("=") for pair in match["units"].split(",")]
        try:
            units = tuple((int(line), quantity(number)) for line, number in pairs)
        except InvalidQuantityError:
            return ()
        if len({line for line, _ in units}) < len(units):
            return ()
        parcels.append(ProposedParcel(int(match["source"]), units))
    return tuple(parcels) if len({parcel.source_id for parcel in parcels}) == len(parcels) else ()
