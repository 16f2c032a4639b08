"""Stocks that share sources, as Hypothesis makes them up, and Salable 9 done once more by trying everything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, combinations

from hypothesis import strategies as st

from catalog.rules.quantity import ZERO
from catalog.rules.shared_sources import Holding, Promise, Sharing, shared_sources

# Whole shelves for the brute force, which knows units one by one, and the same shelves in units of four places.
UNITS = (Decimal(1), Decimal("0.0001"), Decimal("2.5000"))


@dataclass(frozen=True)
class Shelves:
    """Units that count, which stocks draw on them, and the promises in queue order."""

    counted: dict[int, Decimal]
    drawn_on: dict[int, frozenset[int]]
    promises: tuple[Promise, ...] = ()

    @cached_property
    def sharing(self) -> Sharing:
        return shared_sources(self.counted, self.drawn_on, self.promises)

    def on_hand(self, stocks: Iterable[int]) -> Decimal:
        """What the sources of `stocks` hold, each once, as a shop without sharing sums it up."""
        sources = frozenset[int]().union(*(self.drawn_on[stock] for stock in stocks))
        return sum((self.counted[source] for source in sources), ZERO)

    def reserved(self, stock: int) -> Decimal:
        return sum((promise.units for promise in self.promises if promise.stock == stock), ZERO)

    def owed(self, stock: int) -> Decimal:
        return sum((self.sharing.owed[promise.line] for promise in self.promises if promise.stock == stock), ZERO)

    def after(self, stock: int, units: Decimal) -> "Shelves":
        line = len(self.promises) + 1
        return Shelves(self.counted, self.drawn_on, (*self.promises, Promise(line, stock, units)))


@st.composite
def links(draw: st.DrawFn) -> dict[int, frozenset[int]]:
    """Return the sources of one to five stocks: the same, chains, stars, one in all, nothing in common, and any other overlap."""
    count = draw(st.integers(1, 5))
    stocks = range(1, count + 1)
    some = st.frozensets(st.integers(1, 5), max_size=5)
    same = draw(some)
    shapes: dict[str, dict[int, frozenset[int]]] = {
        "same": dict.fromkeys(stocks, same),
        "chain": {stock: frozenset({stock, stock + 1}) for stock in stocks},
        "star": {stock: frozenset({9, stock}) for stock in stocks},
        "one in all": dict.fromkeys(stocks, frozenset({1})),
        "apart": {stock: frozenset({stock, stock + 10}) for stock in stocks},
        "nested": {stock: frozenset(range(1, stock + 1)) for stock in stocks},
        "any": {stock: draw(some) for stock in stocks},
    }
    return shapes[draw(st.sampled_from(sorted(shapes)))]


@st.composite
def shelves(draw: st.DrawFn, *, lowest: int = -3, most_lines: int = 7) -> Shelves:
    """Return shelves with Out of Stock items, disabled sources and counts below zero (down to `lowest`), and promises."""
    drawn_on = draw(links())
    unit = draw(st.sampled_from(UNITS))
    sources = sorted(set(chain.from_iterable(drawn_on.values())))
    counts = st.booleans() | st.just(value=True)
    held = {
        source: Holding(draw(st.integers(lowest, 6)) * unit, is_in_stock=draw(counts), source_is_enabled=draw(counts))
        for source in sources
    }
    counted = {source: holding.quantity if holding.counts else ZERO for source, holding in held.items()}
    sold = draw(st.lists(st.tuples(st.sampled_from(sorted(drawn_on)), st.integers(1, 5)), max_size=most_lines))
    promises = tuple(Promise(line, stock, units * unit) for line, (stock, units) in enumerate(sold, start=1))
    return Shelves(counted, drawn_on, promises)


def whole(shelf: Shelves) -> Decimal:
    """Return the unit that the made-up quantities are whole multiples of."""
    numbers = [*shelf.counted.values(), *(promise.units for promise in shelf.promises)]
    return next(unit for unit in sorted(UNITS, reverse=True) if all(number % unit == 0 for number in numbers))


class UnitByUnit:
    """Each promised unit is tried on each unit that lies there, one by one (Kuhn 1955); nothing is summed, nothing flows."""

    def __init__(self, shelf: Shelves) -> None:
        self._unit = whole(shelf)
        self._here = shelf.drawn_on
        self._lies = [
            (source, number) for source, units in shelf.counted.items() for number in range(int(units / self._unit))
        ]
        self._holder: dict[tuple[int, int], object] = {}
        self._sources: dict[object, frozenset[int]] = {}
        for number, sources in enumerate(sorted(set(self._here.values()), key=sorted)):
            self.add(f"below zero {number}", sources, sum((max(-shelf.counted[s], ZERO) for s in sources), ZERO))
        self.covered = {
            promise.line: self.add(promise.line, self._here[promise.stock], promise.units) for promise in shelf.promises
        }

    def more(self, stock: int) -> Decimal:
        """Return how many more units of `stock` find a place. They are added: ask once."""
        return self.add("more", self._here[stock], len(self._lies) * self._unit)

    def add(self, name: object, sources: frozenset[int], units: Decimal) -> Decimal:
        found = 0
        for number in range(int(units / self._unit)):
            self._sources[name, number] = sources
            found += self._place((name, number), set())
        return found * self._unit

    def _place(self, promised: object, tried: set[tuple[int, int]]) -> bool:
        for lying in self._lies:
            if lying[0] in self._sources[promised] and lying not in tried:
                tried.add(lying)
                if lying not in self._holder or self._place(self._holder[lying], tried):
                    self._holder[lying] = promised
                    return True
        return False


def subsets(stocks: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Return all sets of `stocks` but the empty one."""
    every = sorted(stocks)
    return chain.from_iterable(combinations(every, size) for size in range(1, len(every) + 1))


def can_all_be_covered(shelf: Shelves, promised: Mapping[int, Decimal]) -> bool:
    """Return whether no set of stocks has promised more than its sources hold together (Hall 1935; no count below zero)."""
    return all(sum((promised[s] for s in some), ZERO) <= shelf.on_hand(some) for some in subsets(shelf.drawn_on))
