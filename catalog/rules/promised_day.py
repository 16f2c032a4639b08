"""The day on which units that are not there are promised: the queue walked through what is expected (docs/rules.md#dates-1).

A delivery is promised once: who waits for the 41st unit that arrives is told the day of the delivery that brings it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from catalog.rules.quantity import ZERO

# Ten years: beyond stands a typing error, and no day.
LONGEST_LEAD_TIME = 3650


@dataclass(frozen=True)
class Arrival:
    """`units` of a product that are expected on `day` at a source that the stock draws on."""

    day: date
    units: Decimal


@dataclass(frozen=True)
class Outlook:
    """What is expected of a product in a stock, and within how many days more of it can be had; 0: nobody knows.

    `owed_elsewhere` are units that other stocks owe which draw on the same sources: who orders now stands behind them.
    """

    arrivals: tuple[Arrival, ...] = ()
    lead_time: Decimal = ZERO
    owed_elsewhere: Decimal = ZERO

    def day_if_ordered(
        self, quantity: Decimal, *, free: Decimal, today: date, since: date | None = None
    ) -> date | None:
        """Return the day of the last of `quantity` units that are ordered now, while `free` are there: below zero, others wait.

        `since` is the day of an order that holds them later than it was placed. None where all of them are there, and where nobody
        knows.
        """
        if quantity <= free:
            return None
        return self.day_of(quantity - free + self.owed_elsewhere, today=today, since=since)

    def day_of(self, arriving: Decimal, *, today: date, since: date | None = None) -> date | None:
        """Return the day on which the last of the next `arriving` units comes, None when nobody knows, or when it need not come.

        What is late promises nothing: no day of the past is told, and whoever would wait for it is told of the next delivery. Units
        that no delivery brings come within the lead time of the day on which they were ordered (`since`, None: today), and not
        before what is expected: that serves who is ahead.
        """
        if arriving <= 0:
            return None
        came, last = ZERO, today
        for arrival in self._to_come(today):
            came, last = came + arrival.units, arrival.day
            if came >= arriving:
                return last
        ordered = lead_day(self.lead_time, since=since or today)
        return None if ordered is None or ordered < today else max(ordered, last)

    def _to_come(self, today: date) -> Iterable[Arrival]:
        return sorted((arrival for arrival in self.arrivals if arrival.day >= today), key=lambda arrival: arrival.day)


# Of what nothing is known: neither what is expected nor a lead time.
NOTHING_KNOWN = Outlook()


def is_later(day: date | None, than: date | None) -> bool:
    """Return whether `day` (None: nobody knows) comes after the day that was promised; where none was, nothing is later."""
    return than is not None and (day is None or day > than)


def latest_day(days: Iterable[date | None]) -> date | None:
    """Return the day of what comes last (docs/rules.md#dates-4); None where of one nobody knows it, and for none."""
    every = tuple(days)
    return None if None in every else max((day for day in every if day is not None), default=None)


def lead_day(days: Decimal, *, since: date) -> date | None:
    """Return the day on which what was ordered on `since` comes; a part of a day is a day. None for 0, and beyond ten years."""
    if not 0 < days <= LONGEST_LEAD_TIME:
        return None
    return since + timedelta(days=ceil(days))
