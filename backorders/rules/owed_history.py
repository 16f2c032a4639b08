"""What orders owe of a product, day by day: units that became owed, were served, or were given up (docs/rules.md#reports-1).

A day is one of the shop's clock, and is judged as it ended. The lines of one product in one order are taken together, as the
ledger takes them, under the number of the first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from backorders.rules.queue import OpenLine, owed_of_each, shared_queue
from catalog.rules.money import amount_between
from catalog.rules.quantity import ZERO
from catalog.rules.shared_sources import sharing_groups


@dataclass(frozen=True)
class HeldLine:
    """What an order holds of the product: it stands for all lines of the product in the order."""

    line: int
    stock: int
    placed_at: datetime


@dataclass(frozen=True)
class Promised:
    """What a day did to the units that an order holds, in units.

    `units` are more (or fewer) held than before; `owed` of what was promised were not free then, as the guard saw it; `given_up`
    were canceled, refunded or taken off by an edit.
    """

    line: int
    units: Decimal
    owed: Decimal = ZERO
    given_up: Decimal = ZERO


@dataclass(frozen=True)
class DayOfProduct:
    """What a day changed. `counted` {source: units that count there from then on}: In Stock, at an enabled source.

    `to_front`: lines that staff moved to the front, one after another. None: as before.
    """

    day: date
    promised: Sequence[Promised] = ()
    counted: Mapping[int, Decimal] = field(default_factory=dict)
    to_front: Sequence[int] = ()
    is_managed: bool | None = None
    drawn_on: Mapping[int, Collection[int]] | None = None


@dataclass(frozen=True)
class Owed:
    """Units that an order is owed at the end of a day, and the day since which it is owed any without a break."""

    units: Decimal
    since: date


@dataclass
class Standing:
    """How a product stands at the end of a day; `fronts` {line: the how manieth move was its last}.

    `turns` {line: its place in the queue as it was made last}: most lines stand as they stood, for weeks.
    """

    drawn_on: Mapping[int, Collection[int]]
    open: dict[int, Decimal] = field(default_factory=dict)
    counted: dict[int, Decimal] = field(default_factory=dict)
    fronts: dict[int, int] = field(default_factory=dict)
    owed: dict[int, Owed] = field(default_factory=dict)
    turns: dict[int, OpenLine] = field(default_factory=dict)
    is_managed: bool = True


@dataclass(frozen=True)
class OwedChange:
    """What a day did to the units that an order is owed: owed before + became - served - canceled = owed after.

    `since` is the day since which it was owed any: days waited are counted from it.
    """

    day: date
    line: int
    since: date
    before: Decimal
    became: Decimal
    served: Decimal
    canceled: Decimal

    @property
    def after(self) -> Decimal:
        """Units that are owed when the day ends."""
        return self.before + self.became - self.served - self.canceled


@dataclass(frozen=True)
class ChangeValue:
    """What the units of a change cost, in the order's currency: values add up as the units do."""

    became: Decimal
    served: Decimal
    canceled: Decimal


def owed_changes(
    days: Iterable[DayOfProduct], *, lines: Mapping[int, HeldLine], standing: Standing
) -> Iterator[OwedChange]:
    """Yield what each of `days`, in their order, changed of what is owed; `standing` is carried from each to the next.

    Units that became owed and were served within a day count as both. What is canceled of an order is taken off what it is owed
    first, as in the queue.
    """
    for each in days:
        _carry(standing, each)
        found = owed_units(lines, standing)
        promised = {one.line: one for one in each.promised}
        for line in sorted({*standing.owed, *found, *promised}):
            before, after = standing.owed.get(line), found.get(line, ZERO)
            if before is not None and before.units == after and line not in promised:
                continue
            change = _change(each.day, line, before, after, promised.get(line))
            if change.became or change.served or change.canceled:
                yield change
            if change.after:
                standing.owed[line] = Owed(change.after, change.since)
            else:
                standing.owed.pop(line, None)


def _carry(standing: Standing, day: DayOfProduct) -> None:
    for one in day.promised:
        units = standing.open.get(one.line, ZERO) + one.units
        if units > 0:
            standing.open[one.line] = units
        else:
            standing.open.pop(one.line, None)
    standing.counted |= day.counted
    for line in day.to_front:
        standing.fronts[line] = max(standing.fronts.values(), default=0) + 1
    if day.is_managed is not None:
        standing.is_managed = day.is_managed
    if day.drawn_on is not None:
        standing.drawn_on = day.drawn_on


def owed_units(lines: Mapping[int, HeldLine], standing: Standing) -> dict[int, Decimal]:
    """Return {line: units} of what is owed, by the queue; nothing where stock is not managed."""
    if not standing.is_managed:
        return {}
    waiting: dict[int, list[OpenLine]] = {}
    for line, units in standing.open.items():
        turn, priority = standing.turns.get(line), -standing.fronts.get(line, 0)
        if turn is None or turn.open != units or turn.priority != priority:
            turn = OpenLine(line, priority, lines[line].placed_at, units, lines[line].stock)
            standing.turns[line] = turn
        waiting.setdefault(turn.stock, []).append(turn)
    drawn_on = {
        stock: frozenset(source for source in standing.drawn_on.get(stock, ()) if standing.counted.get(source))
        for stock in {*standing.drawn_on, *waiting}
    }
    groups = sharing_groups(drawn_on)
    owed: dict[int, Decimal] = {}
    for stocks in {groups.get(stock, frozenset((stock,))) for stock in waiting}:
        together = [turn for stock in stocks for turn in waiting.get(stock, ())]
        owed |= _owed_together(together, standing.counted, {stock: drawn_on[stock] for stock in stocks})
    return owed


def _owed_together(
    turns: Sequence[OpenLine], counted: Mapping[int, Decimal], drawn_on: Mapping[int, Collection[int]]
) -> dict[int, Decimal]:
    """Return what lines of one queue are owed. Where each stock has enough for all of them nothing has to be walked."""
    on_hand = {stock: sum((counted[source] for source in sources), ZERO) for stock, sources in drawn_on.items()}
    wanted = sum((turn.open for turn in turns), ZERO)
    if all(on_hand[turn.stock] >= wanted for turn in turns):
        return {}
    if len(drawn_on) == 1:
        return owed_of_each(turns, on_hand=on_hand[turns[0].stock])
    places = shared_queue(turns, counted=counted, drawn_on=drawn_on)
    return {place.line_id: place.owed for place in places if place.owed}


def _change(day: date, line: int, before: Owed | None, after: Decimal, promised: Promised | None) -> OwedChange:
    was = ZERO if before is None else before.units
    became = max(after - was, ZERO if promised is None else promised.owed)
    left = was + became - after
    canceled = min(left, ZERO if promised is None else promised.given_up)
    return OwedChange(day, line, day if before is None else before.since, was, became, left - canceled, canceled)


def change_value(change: OwedChange, *, unit_price: Decimal, currency: str) -> ChangeValue:
    """Return the value of a change: each step takes what the rounding left to it, so that all of them add up."""
    most = change.before + change.became
    kept = most - change.served
    return ChangeValue(
        became=amount_between(unit_price, change.before, most, currency),
        served=amount_between(unit_price, kept, most, currency),
        canceled=amount_between(unit_price, change.after, kept, currency),
    )
