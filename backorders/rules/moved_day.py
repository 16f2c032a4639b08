"""When a promised day has become so much later that its customer is told (docs/rules.md#dates-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto


@dataclass(frozen=True)
class Told:
    """What a customer was told last: that units come on `day`, or, on that day of his order, that they are there."""

    day: date
    is_in_stock: bool = False

    @property
    def said(self) -> date | None:
        """The day, None where it was none but "in stock"."""
        return None if self.is_in_stock else self.day


def told_of_all(told: Iterable[Told | None]) -> Told | None:
    """Return what was told of an order that ships complete: the latest day of its lines; None: that of one nobody knows it."""
    every = tuple(told)
    if not every or None in every:
        return None
    return max((each for each in every if each is not None), key=lambda each: each.day)


def is_told(was: Told | None, day: date | None, *, more_than: Decimal, days_late: int | None) -> bool:
    """Return whether a customer who was told `was` is told that his units come on `day` now (None: nobody knows when).

    He is told of more than so many days, and not of an earlier day: that stands on the page of his order. Who was told that nobody
    knows the day (`was` None) is told of none. `days_late`: for how many days the latest of what should have come is late, None:
    nothing is. For as many days it may lie at the door, and nobody is told.
    """
    if was is None or (days_late is not None and days_late <= more_than):
        return False
    return day is None or (day - was.day).days > more_than


class StandsNow(Enum):
    """How units of which a customer was told that they come later stand when he looks: it may have moved again."""

    THERE = auto()
    IN_TIME = auto()
    LATER = auto()


def stands_now(was: date | None, day: date | None, *, owed: Decimal) -> StandsNow:
    """Return how `owed` units stand that come on `day` (None: nobody knows) and were told for `was` at first (None: in stock)."""
    if owed <= 0:
        return StandsNow.THERE
    return StandsNow.LATER if was is None or day is None or day > was else StandsNow.IN_TIME
