"""A filter by one row of another table, such as the product whose number of a report was clicked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from catalog.admin.grid_address import Box
from catalog.admin.grid_filters import GridFilter
from catalog.rules.grid_filter import Unreadable, UnreadableFilter

# Every number of a row is shorter.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class RowFilter(GridFilter[int]):
    """One row of another table by its number, as a link names it. No box asks for it, a chip says what `named` calls it."""

    named: Callable[[int], str] = str

    def value(self, given: Mapping[str, str]) -> tuple[int | None, str]:
        """Return the number, and what the row is called; there is no such choice where it has no name."""
        if not (typed := given[self.name]):
            return None, ""
        is_number = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER
        if not is_number or not (name := self.named(int(typed))):
            raise UnreadableFilter(Unreadable.NO_CHOICE)
        return int(typed), name

    def boxes(self, given: Mapping[str, str]) -> tuple[Box, ...]:
        """Return none."""
        del given
        return ()

    def condition(self, value: int) -> Q:
        """Compare the column."""
        return Q(**{self.column: value})
