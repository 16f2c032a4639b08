"""The queue: which open lines the units on hand are for, what is owed, and what a delivery serves (docs/rules.md#orders-5)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from catalog.rules.quantity import ZERO, clamp
from catalog.rules.shared_sources import Promise, shared_sources


@dataclass(frozen=True)
class OpenLine:
    """An order line that holds units of one (stock, product). `open` is in units: neither shipped nor given up.

    The lowest `priority` is served first. Lines begin at 0; one that staff move to the front gets less than all others.
    `stock` matters where several share sources.
    """

    line_id: int
    priority: int
    placed_at: datetime
    open: Decimal
    stock: int = 0


@dataclass(frozen=True)
class Place:
    """Where a line stands: `position` counts from 1; `before` are the units of the lines ahead; covered + owed = open.

    Of what arrives, `ahead` units come before the first one that the line waits for.
    """

    line_id: int
    position: int
    before: Decimal
    open: Decimal
    covered: Decimal
    owed: Decimal
    ahead: Decimal


@dataclass(frozen=True)
class Expected:
    """Which of the units that arrive next a line waits for: the `first` to the `last`, counted from now on."""

    first: Decimal
    last: Decimal


def expected_units(*, ahead: Decimal, owed: Decimal) -> Expected | None:
    """Return the arrivals that will cover what a line owes, or None when it owes nothing.

    Of three units that arrive, those owed to the lines ahead come first; a shelf below zero takes its share before anybody.
    """
    if owed <= 0:
        return None
    return Expected(first=ahead + min(owed, Decimal(1)), last=ahead + owed)


def queue(lines: Iterable[OpenLine], *, on_hand: Decimal) -> tuple[Place, ...]:
    """Return the places of the open `lines` of one (stock, product) in queue order: priority, placed at, line id.

    `on_hand` units go to the first lines; a shelf below zero covers nobody. SQL twin: the view behind `models.queue`.
    """
    places = []
    before = ZERO
    for position, line in enumerate(sorted(lines, key=_turn), start=1):
        covered = clamp(on_hand - before, ZERO, line.open)
        owed = line.open - covered
        places.append(Place(line.line_id, position, before, line.open, covered, owed, ahead=before + covered - on_hand))
        before += line.open
    return tuple(places)


def owed_of_each(lines: Iterable[OpenLine], *, on_hand: Decimal) -> dict[int, Decimal]:
    """Return {line id: owed units} of the lines that `queue` leaves something owed; for many queues, of which no place is asked."""
    left = max(on_hand, ZERO)
    owed = {}
    for line in sorted(lines, key=_turn):
        if line.open > left:
            owed[line.line_id] = line.open - left
            left = ZERO
        else:
            left -= line.open
    return owed


def shared_queue(
    lines: Iterable[OpenLine], *, counted: Mapping[int, Decimal], drawn_on: Mapping[int, Collection[int]]
) -> tuple[Place, ...]:
    """Return the places of the open `lines` of one product in all stocks that share sources, in one queue.

    `counted` {source: units} and `drawn_on` {stock: sources} as `shared_sources` takes them. `ahead` is what older lines owe in
    any of these stocks: some of that may be served at a source that the line's own stock does not draw on, so that a date is
    promised rather late.
    """
    ordered = sorted(lines, key=_turn)
    sharing = shared_sources(counted, drawn_on, [Promise(line.line_id, line.stock, line.open) for line in ordered])
    places = []
    before = owed_before = ZERO
    for position, line in enumerate(ordered, start=1):
        on_hand = sum((counted.get(source, ZERO) for source in drawn_on[line.stock]), ZERO)
        covered, owed = sharing.covered[line.line_id], sharing.owed[line.line_id]
        ahead = owed_before + max(-on_hand, ZERO)
        places.append(Place(line.line_id, position, before, line.open, covered, owed, ahead))
        before += line.open
        owed_before += owed
    return tuple(places)


def _turn(line: OpenLine) -> tuple[int, datetime, int]:
    return line.priority, line.placed_at, line.line_id


def served_by(delivered: Decimal, place: Place, *, on_hand: Decimal) -> Decimal:
    """Return how many owed units of a line `delivered` more units on hand would cover."""
    return clamp(on_hand + delivered - place.before, ZERO, place.open) - place.covered


def served_in_all(delivered: Decimal, *, on_hand: Decimal, total_open: Decimal) -> Decimal:
    """Return how many owed units `delivered` more units on hand would cover in a queue of `total_open` open units."""
    return clamp(on_hand + delivered, ZERO, total_open) - clamp(on_hand, ZERO, total_open)
