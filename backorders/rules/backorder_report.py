"""What Reports > Backorders counts by: periods, ages of what is owed, days waited, fill rate (docs/rules.md#reports-2)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from catalog.rules.quantity import ZERO

ONE_DAY = timedelta(days=1)
# The last day of each age but the oldest, which has none: 0 to 7 days, 8 to 14, 15 to 30, 31 to 60, 61 and more.
AGE_LIMITS = (7, 14, 30, 60)
# The days that a report tells of where none are named.
USUAL_DAYS = 30


class PeriodKind(Enum):
    """Into what the days are put together. A week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def first_of(self, day: date) -> date:
        """Return the first day of the period that `day` is in."""
        match self:
            case PeriodKind.DAY:
                return day
            case PeriodKind.WEEK:
                return day - day.weekday() * ONE_DAY
            case PeriodKind.MONTH:
                return day.replace(day=1)


@dataclass(frozen=True)
class Period:
    """Days that are told together, from the `first` to the `last`."""

    first: date
    last: date


def periods(first: date, last: date, kind: PeriodKind) -> Iterator[Period]:
    """Yield the periods from `first` to `last` in their order; the first and the last one may be parts."""
    day = first
    while day <= last:
        end = day
        while end < last and kind.first_of(end + ONE_DAY) == kind.first_of(day):
            end += ONE_DAY
        yield Period(day, end)
        day = end + ONE_DAY


@dataclass(frozen=True)
class Age:
    """How long units have been owed, in days: from `least` to `most` (None: and more)."""

    least: int
    most: int | None


AGES = tuple(
    Age(least, most) for least, most in zip((0, *(limit + 1 for limit in AGE_LIMITS)), (*AGE_LIMITS, None), strict=True)
)


def age_of(days: int) -> Age:
    """Return the age of units that have been owed for so many days."""
    return next(age for age in AGES if age.most is None or days <= age.most)


def days_at(waited: Iterable[tuple[int, Decimal]], share: Decimal) -> int | None:
    """Return within how many days `share` of the units were served: of (days, units) that waited; None where nothing did.

    The median is that of a half, 0.5; of four units that waited 1, 2, 3 and 9 days it is 2.
    """
    ordered = sorted((days, units) for days, units in waited if units > 0)
    wanted = share * sum((units for _, units in ordered), ZERO)
    served = ZERO
    for days, units in ordered:
        served += units
        if served >= wanted:
            return days
    return None


def fill_rate(ordered: Decimal, owed: Decimal) -> Decimal | None:
    """Return how many of a hundred `ordered` units were there when they were ordered, with one place; None of none."""
    if ordered <= 0:
        return None
    return (100 * (ordered - owed) / ordered).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


HALF, NINE_TENTHS = Decimal("0.5"), Decimal("0.9")


@dataclass
class Figures:
    """What is told of one row. Units, but for `values` {currency: what the owed units cost} and `waited` {days: units served}."""

    owed: Decimal = ZERO
    became: Decimal = ZERO
    served: Decimal = ZERO
    canceled: Decimal = ZERO
    ordered: Decimal = ZERO
    owed_when_ordered: Decimal = ZERO
    shipped: Decimal = ZERO
    values: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    waited: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def fill_rate(self) -> Decimal | None:
        """How many of a hundred ordered units were there; None where nothing was ordered."""
        return fill_rate(self.ordered, self.owed_when_ordered)

    @property
    def median_days(self) -> int | None:
        """Within how many days half of what was served was served."""
        return days_at(self.waited.items(), HALF)

    @property
    def most_days(self) -> int | None:
        """Within how many days nine of ten units were."""
        return days_at(self.waited.items(), NINE_TENTHS)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """The values that are not nothing, by currency."""
        return {currency: value for currency, value in sorted(self.values.items()) if value}

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.owed, self.became, self.served, self.canceled, self.ordered, self.shipped))

    def add(self, other: "Figures") -> None:
        """Add what is told of another row."""
        for name in ("owed", "became", "served", "canceled", "ordered", "owed_when_ordered", "shipped"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for currency, value in other.values.items():
            self.values[currency] += value
        for days, units in other.waited.items():
            self.waited[days] += units


def total(rows: Iterable[Figures]) -> Figures:
    """Return what all rows come to together."""
    found = Figures()
    for each in rows:
        found.add(each)
    return found


def standing_at_ends(standing: Figures, days: Mapping[date, Figures], spans: Iterable[Period]) -> dict[Period, Figures]:
    """Return {period: what its days changed, and what was owed as it ended}."""
    found: dict[Period, Figures] = {}
    for period in spans:
        own = total(days[day] for day in sorted(days) if period.first <= day <= period.last)
        standing.add(Figures(owed=own.owed, values=own.values))
        own.owed, own.values = standing.owed, defaultdict(Decimal, standing.values)
        found[period] = own
    return found
