"""Sources that several stocks draw on: whose promised units lie there, and what is free (docs/rules.md#salable-9).

A source lies there once, whoever draws on it. Promised units are laid on counted units line by line, in queue order. A line may
move what older lines were laid on to other sources of their stocks; it never takes a unit that an older line then goes without.
That is a flow from stocks to sources which only grows, so it costs stocks times sources, not their subsets.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level


@dataclass(frozen=True)
class Holding:
    """Units of one product at one source that is linked to the stock."""

    quantity: Decimal
    is_in_stock: bool
    source_is_enabled: bool

    @property
    def counts(self) -> bool:
        """Whether the units can be sold: In Stock at an enabled source."""
        return self.is_in_stock and self.source_is_enabled


def summed_level(holdings: Iterable[Holding], *, reserved: Decimal = ZERO) -> Level:
    """Return the level of a product held as `holdings`, of which open orders hold `reserved` units."""
    every = tuple(holdings)
    counted = [holding.quantity for holding in every if holding.counts]
    return Level(sum(counted, ZERO), reserved, sources_in_stock=len(counted), sources_assigned=len(every))


@dataclass(frozen=True)
class Promise:
    """Units that one open line holds in one stock."""

    line: int
    stock: int
    units: Decimal


@dataclass(frozen=True)
class Sharing:
    """What the counted units of one product are for.

    `covered` and `owed` are by line, covered + owed = its units. `free` is by stock: how many more units it could promise and have
    covered; when that is none, minus what its own lines owe and what its shelf is below zero. `elsewhere` is by stock and other
    stock: units of the first one's sources that the other one's promises cannot do without. For every stock
    free = on hand - reserved - (all that is elsewhere), unless it owes: then free is minus that.
    """

    covered: Mapping[int, Decimal]
    owed: Mapping[int, Decimal]
    free: Mapping[int, Decimal]
    elsewhere: Mapping[int, Mapping[int, Decimal]]


@dataclass(frozen=True)
class _Step:
    """`taker` is laid on `source`, and gives up as many units of `given_up` (None: it is laid there in addition)."""

    taker: int
    source: int
    given_up: int | None


class _Laid:
    """Units laid on sources so far. Takers are stocks, and shelves below zero under numbers of their own."""

    def __init__(self, counted: Mapping[int, Decimal]) -> None:
        """Begin with `counted` units {source: units} that nobody has; a source below zero has nothing to give."""
        self._left = {source: max(units, ZERO) for source, units in counted.items()}
        self._on: dict[int, dict[int, Decimal]] = {source: {} for source in counted}
        self._drawn_on: dict[int, tuple[int, ...]] = {}

    def copy(self) -> "_Laid":
        """Return the same, to try something on."""
        same = _Laid(self._left)
        same._on = {source: dict(takers) for source, takers in self._on.items()}
        same._drawn_on = dict(self._drawn_on)
        return same

    def lay(self, taker: int, drawn_on: Collection[int], units: Decimal) -> Decimal:
        """Lay up to `units` of `taker` on the sources it draws on, and return how many found a place; nobody loses one."""
        self._drawn_on[taker] = tuple(sorted(source for source in drawn_on if source in self._left))
        laid = ZERO
        while laid < units and (path := self._path(taker)):
            laid += self._shift(path, units - laid)
        return laid

    def taken(self, sources: Collection[int]) -> dict[int, Decimal]:
        """Return {taker: units} laid on `sources`."""
        units: dict[int, Decimal] = {}
        for source in sources:
            for taker, part in self._on.get(source, {}).items():
                units[taker] = units.get(taker, ZERO) + part
        return {taker: part for taker, part in units.items() if part}

    def _path(self, first: int) -> list[_Step]:
        """Return the shortest way to a unit that is left: each holder on it moves on to another of its sources."""
        reached: dict[int, _Step] = {}
        waiting: deque[tuple[int, int | None]] = deque([(first, None)])
        while waiting:
            taker, given_up = waiting.popleft()
            for source in self._drawn_on[taker]:
                if source in reached:
                    continue
                reached[source] = _Step(taker, source, given_up)
                if self._left[source] > 0:
                    return _way_back(reached, source)
                waiting.extend((holder, source) for holder, units in self._on[source].items() if units > 0)
        return []

    def _shift(self, path: list[_Step], wanted: Decimal) -> Decimal:
        movable = [self._on[step.given_up][step.taker] for step in path if step.given_up is not None]
        units = min(wanted, self._left[path[0].source], *movable)
        self._left[path[0].source] -= units
        for step in path:
            on = self._on[step.source]
            on[step.taker] = on.get(step.taker, ZERO) + units
            if step.given_up is not None:
                self._on[step.given_up][step.taker] -= units
        return units


def _way_back(reached: Mapping[int, _Step], last: int) -> list[_Step]:
    steps = [reached[last]]
    while (given_up := steps[-1].given_up) is not None:
        steps.append(reached[given_up])
    return steps


def shared_sources(
    counted: Mapping[int, Decimal], drawn_on: Mapping[int, Collection[int]], promises: Iterable[Promise]
) -> Sharing:
    """Return whose units lie at the sources of one product, and what is free in each stock.

    `counted` are the units that count {source: units}: In Stock at an enabled source, below zero when a count says so.
    A source that is not named has none. `drawn_on` are the sources that each stock is linked to, whether they hold the product or
    not; `promises` the open lines in queue order.
    """
    here = {stock: frozenset(sources) for stock, sources in drawn_on.items()}
    laid = _below_zero_first(counted, here)
    covered: dict[int, Decimal] = {}
    owed: dict[int, Decimal] = {}
    owes = dict.fromkeys(here, ZERO)
    for promise in promises:
        units = laid.lay(promise.stock, here[promise.stock], promise.units)
        covered[promise.line], owed[promise.line] = units, promise.units - units
        owes[promise.stock] += promise.units - units
    free: dict[int, Decimal] = {}
    elsewhere: dict[int, Mapping[int, Decimal]] = {}
    for stock, sources in here.items():
        on_hand = sum((counted.get(source, ZERO) for source in sources), ZERO)
        trial = laid.copy()
        more = trial.lay(stock, sources, sum((abs(units) for units in counted.values()), ZERO))
        free[stock] = more or -owes[stock] - max(-on_hand, ZERO)
        others = trial.taken(sources)
        elsewhere[stock] = {other: units for other, units in sorted(others.items()) if other in here and other != stock}
    return Sharing(covered, owed, free, elsewhere)


def _below_zero_first(counted: Mapping[int, Decimal], here: Mapping[int, frozenset[int]]) -> _Laid:
    """Take what is missing at sources below zero off the other units of each stock that draws there, before any line.

    Stocks that draw on the same sources miss it once. So a stock alone comes to its plain sum, and a receipt harms nobody.
    """
    laid = _Laid(counted)
    taker = min(here, default=0)
    for sources in sorted(set(here.values()), key=sorted):
        taker -= 1
        laid.lay(taker, sources, sum((max(-counted.get(source, ZERO), ZERO) for source in sources), ZERO))
    return laid


def most_from(
    counted: Mapping[int, Decimal],
    drawn_on: Mapping[int, Collection[int]],
    covered: Mapping[int, Decimal],
    *,
    stock: int,
    source: int,
) -> Decimal:
    """Return how many of the units that are `covered` in `stock` may be taken from `source` while nobody loses one.

    `covered` is by stock. The rest of them is then still covered at the other sources: shipping asks this source by source.
    """
    here = {each: frozenset(sources) for each, sources in drawn_on.items()}
    laid = _below_zero_first(counted, here)
    for other, units in covered.items():
        if other != stock:
            laid.lay(other, here[other], units)
    return laid.lay(stock, here[stock] & {source}, covered.get(stock, ZERO))


def sharing_groups(drawn_on: Mapping[int, Collection[int]]) -> dict[int, frozenset[int]]:
    """Return, for each stock that shares a source, the stocks that it shares with, itself included, directly or through others."""
    group: dict[int, set[int]] = {stock: {stock} for stock in drawn_on}
    first: dict[int, int] = {}
    for stock, sources in drawn_on.items():
        for source in sources:
            together = group[stock] | group[first.setdefault(source, stock)]
            for member in together:
                group[member] = together
    return {stock: frozenset(members) for stock, members in group.items() if len(members) > 1}


@dataclass(frozen=True)
class Overpromised:
    """A product of which several stocks have promised more than lies at the sources that they share. In units."""

    sku: str
    stocks: tuple[str, ...]
    sources: tuple[str, ...]
    promised: Decimal
    lying: Decimal
    owed: Decimal
