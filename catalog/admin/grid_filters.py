"""The filters of a grid, as a screen declares them: `filters = (NumberFilter("price", "Price", column="price"), ...)`.

Each is what Django's change list takes for a filter once it is asked with the address: it narrows the rows, says what is on, and
says beside its boxes what of it could not be read. What cannot be read narrows nothing, and is said.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone

from catalog.admin.grid_address import Box, Chip
from catalog.queries.product_grid import ranged
from catalog.rules.grid_filter import Range, Unreadable, UnreadableFilter, day_range, number_range
from catalog.words.grid_filter import days_words, range_words, unreadable_words

type Choices = Iterable[tuple[str, str]]
type Narrow[T] = Callable[[QuerySet[Any], T, HttpRequest], QuerySet[Any]]
LONGEST_TEXT = 100


@dataclass(frozen=True)
class GridFilter[T]:
    """A filter by its name in the address and its label. `narrow` keeps the rows that pass, where a `column` is not enough."""

    name: str
    label: str
    column: str = ""
    narrow: Narrow[T] | None = None
    # Whether the label says more in this request, such as the stock that is asked about.
    told: Callable[[HttpRequest], str] | None = None
    # The name that it had in addresses before.
    was: str = ""
    ends: ClassVar[tuple[str, ...]] = ("",)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names that it takes from an address."""
        return (*(f"{self.name}{end}" for end in self.ends), *filter(None, (self.was,)))

    def __call__(self, request: HttpRequest, params: dict[str, Any], _model: Any, _screen: Any) -> "BoundFilter":
        """Take what the address says of it, as Django's change list asks its filters."""
        given = {name: str(params.pop(name, [""])[-1]).replace("\0", "") for name in self.parameters}
        if self.was:
            given[self.name] = given[self.name] or given[self.was]
        return BoundFilter(self, request, given)

    def value(self, given: Mapping[str, str]) -> tuple[T | None, str]:
        """Return what is asked for and its words; None when nothing is. Raises `UnreadableFilter`."""
        raise NotImplementedError

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return the boxes of the panel, as they were filled in."""
        raise NotImplementedError

    def condition(self, value: T) -> Q:
        """Return the condition on the filter's column."""
        raise NotImplementedError


@dataclass
class BoundFilter:
    """A filter with what an address says of it."""

    declared: GridFilter[Any]
    request: HttpRequest
    given: Mapping[str, str]
    value: Any = field(init=False, default=None)
    words: str = field(init=False, default="")
    problem: str = field(init=False, default="")
    wrong: str = field(init=False, default="")

    def __post_init__(self) -> None:
        try:
            self.value, self.words = self.declared.value(self.given)
        except UnreadableFilter as unreadable:
            self.problem, self.wrong = (
                unreadable_words(unreadable),
                f"{self.declared.name}{'_' if unreadable.end else ''}{unreadable.end}",
            )

    @cached_property
    def title(self) -> str:
        """What the panel and the chip call it."""
        return self.declared.told(self.request) if self.declared.told else self.declared.label

    @property
    def is_asked(self) -> bool:
        """Whether the address says anything of it."""
        return self.value is not None or bool(self.problem)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of the panel."""
        return self.declared.boxes(self.given)

    @property
    def chip(self) -> Chip:
        """What is said of it when it is on."""
        return Chip(self.declared.label, self.words or self.problem, self.declared.parameters, self.problem)

    def has_output(self) -> bool:
        """Django's question: whether there is anything to choose from is asked by the panel alone."""
        return True

    @property
    def is_offered(self) -> bool:
        """Whether there is anything to choose from."""
        if not self.boxes:
            return False
        return not isinstance(self.declared, ChoiceFilter) or bool(self.boxes[0].choices[1:]) or self.is_asked

    def expected_parameters(self) -> list[str]:
        """Django's question: what it takes from the address."""
        return list(self.declared.parameters)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that pass."""
        if self.value is None:
            return queryset
        if self.declared.narrow is not None:
            return self.declared.narrow(queryset, self.value, request)
        return queryset.filter(self.declared.condition(self.value))


@dataclass(frozen=True)
class ChoiceFilter(GridFilter[str]):
    """One of several. `choices` are (value, label), asked when the panel is drawn; `every` is what stands for all of them."""

    choices: Choices | Callable[[], Choices] = ()
    every: str = "All"

    def _offered(self) -> dict[str, str]:
        return dict(self.choices() if callable(self.choices) else self.choices)

    def value(self, given: Mapping[str, str]) -> tuple[str | None, str]:
        """Return the choice."""
        if not (chosen := given[self.name]):
            return None, ""
        if chosen not in (offered := self._offered()):
            raise UnreadableFilter(Unreadable.NO_CHOICE)
        return chosen, offered[chosen]

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return a select."""
        chosen = given[self.name]
        choices = (("", self.every), *self._offered().items())
        return (
            Box(self.name, self.label, chosen, "select", tuple((pk, str(name), pk == chosen) for pk, name in choices)),
        )

    def condition(self, value: str) -> Q:
        """Compare the column."""
        return Q(**{self.column: value})


@dataclass(frozen=True)
class TextFilter(GridFilter[str]):
    """A part of a text, in any letter case."""

    def value(self, given: Mapping[str, str]) -> tuple[str | None, str]:
        """Return what is looked for."""
        typed = given[self.name].strip()
        if len(typed) > LONGEST_TEXT:
            raise UnreadableFilter(Unreadable.TOO_LONG)
        return (typed, f"“{typed}”") if typed else (None, "")

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return one box."""
        return (Box(self.name, self.label, given[self.name]),)

    def condition(self, value: str) -> Q:
        """Look for it in the column."""
        return Q(**{f"{self.column}__icontains": value})


@dataclass(frozen=True)
class NumberFilter(GridFilter[Range[Decimal]]):
    """From one number to another, both included."""

    ends: ClassVar[tuple[str, ...]] = ("_from", "_to")

    def value(self, given: Mapping[str, str]) -> tuple[Range[Decimal] | None, str]:
        """Return the range."""
        found = number_range(*(given[f"{self.name}{end}"] for end in self.ends))
        words = range_words(found)
        return (found, words) if words else (None, "")

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return two boxes."""
        return tuple(
            Box(name, end, given[name], "decimal") for name, end in zip(self.parameters, ("from", "to"), strict=True)
        )

    def condition(self, value: Range[Decimal]) -> Q:
        """Compare the column with both ends."""
        return ranged(self.column, value)


@dataclass(frozen=True)
class DateFilter(GridFilter[Range[date]]):
    """From one day to another, both included, by the shop's clock. `is_day`: the column holds days, not moments."""

    is_day: bool = False
    ends: ClassVar[tuple[str, ...]] = ("_from", "_to")

    def value(self, given: Mapping[str, str]) -> tuple[Range[date] | None, str]:
        """Return the range."""
        found = day_range(*(given[f"{self.name}{end}"] for end in self.ends))
        words = days_words(found)
        return (found, words) if words else (None, "")

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return two boxes."""
        return tuple(
            Box(name, end, given[name], "date") for name, end in zip(self.parameters, ("from", "to"), strict=True)
        )

    def condition(self, value: Range[date]) -> Q:
        """Compare the column, a moment, with the beginning of the first day and the end of the last."""
        if self.is_day:
            return ranged(self.column, value)
        low = Q() if value.low is None else Q(**{f"{self.column}__gte": beginning(value.low)})
        if value.high is None or value.high == date.max:
            return low
        return low & Q(**{f"{self.column}__lt": beginning(value.high + timedelta(days=1))})


def beginning(day: date) -> datetime:
    """Return when the day begins by the shop's clock."""
    try:
        return datetime.combine(day, time.min, get_current_timezone()).astimezone(UTC)
    except OverflowError:  # the first day of year 1, east of Greenwich
        return datetime.combine(day, time.min, UTC)
