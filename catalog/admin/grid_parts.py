"""What all grids share, of a model or of other rows: what the address says, and what of it the person chose last."""

from functools import cached_property
from typing import Any, cast

from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.admin.grid_address import COLUMNS, SIZE, SORT, VIEW, Chip, GridAddress
from catalog.admin.grid_export import KINDS
from catalog.admin.grid_filters import BoundFilter
from catalog.admin.grid_table import Column, columns_of, rows_of
from catalog.admin.grid_views import ShowsViews
from catalog.models import GridChoice
from catalog.queries.grid_view import kept_choice
from catalog.rules.grid_filter import SIZES, grid_size, shown_columns


def choice_of(request: HttpRequest, grid: str) -> GridChoice:
    """Return what the person chose last in a grid. One query a request."""
    kept: dict[str, GridChoice] = request.__dict__.setdefault("kept_choices", {})
    if grid not in kept:
        kept[grid] = kept_choice(grid, cast("User", request.user))
    return kept[grid]


class GridParts(ShowsViews):
    """A base of each grid; `offered` are the names of its columns, `filter_specs` its filters, `query` what is searched."""

    request: Any
    model_admin: Any
    address: GridAddress
    offered: tuple[str, ...]
    filter_specs: list[Any]
    query: str
    list_display: Any

    @cached_property
    def kept(self) -> Any:
        """What the person chose last."""
        return choice_of(self.request, self.model_admin.grid)

    @cached_property
    def size(self) -> int:
        """The rows of a page."""
        return grid_size(self.request.GET.get(SIZE, "")) or self.kept.size or int(self.model_admin.list_per_page)

    @property
    def sizes(self) -> tuple[tuple[int, bool], ...]:
        """The sizes that are offered, and whether one is in force."""
        return tuple((size, size == self.size) for size in SIZES)

    @cached_property
    def usual(self) -> tuple[str, ...]:
        """The columns that the grid comes with."""
        return tuple(name for name in self.offered if name not in self.model_admin.hidden_columns)

    @cached_property
    def _columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return shown_columns(self.request.GET.get(COLUMNS) or self.kept.columns, self.offered, self.usual)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the columns that are shown."""
        return self._columns[0]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column."""
        return columns_of(self, self.address)

    @property
    def rows(self) -> list[SafeString]:
        """The rows of the page, as the page holds them."""
        return rows_of(self, self.columns)

    @property
    def filters(self) -> list[BoundFilter]:
        """The filters of the panel."""
        return [spec for spec in self.filter_specs if isinstance(spec, BoundFilter)]

    @property
    def offered_filters(self) -> list[BoundFilter]:
        """Those of which there is something to choose."""
        return [each for each in self.filters if each.is_offered]

    @property
    def problems(self) -> list[str]:
        """What of the address could not be read, each a sentence."""
        asked = self.request.GET
        found = [f"{each.title}: {each.problem}" for each in self.filters if each.problem]
        if asked.get(COLUMNS) and (gone := self._columns[1]):
            found.append(f"There is no column “{'”, “'.join(each[:40] for each in gone)}” (any more).")
        if asked.get(SIZE) and grid_size(asked[SIZE]) is None:
            found.append(f"Rows per page: choose one of {', '.join(map(str, SIZES))}.")
        if (sort := asked.get(SORT, "").removeprefix("-")) and sort not in self.offered:
            found.append(f"There is no column “{sort[:40]}” to sort by (any more).")
        return found

    @property
    def chips(self) -> list[tuple[Chip, str]]:
        """What is searched and filtered, each with the address without it."""
        found = [each.chip for each in self.filters if each.is_asked]
        if self.query:
            found.insert(0, Chip("Search", f"“{self.query}”", (SEARCH_VAR,)))
        return [(chip, self.address.without(*chip.names, VIEW).url) for chip in found]

    @property
    def cleared(self) -> str:
        """The address without search and filters."""
        names = [name for chip, _ in self.chips for name in chip.names]
        return self.address.without(*names, VIEW).url

    @property
    def searched_with(self) -> tuple[tuple[str, str], ...]:
        """What the search sends along."""
        return self.address.fields(but=(SEARCH_VAR, VIEW))

    @property
    def filtered_with(self) -> tuple[tuple[str, str], ...]:
        """What the panel sends along: what its boxes do not say."""
        boxed = (each for each in self.filters if each.boxes)
        return self.address.fields(but=(*(name for each in boxed for name in each.expected_parameters()), VIEW))

    @property
    def opens_filters(self) -> bool:
        """Whether the panel stands open: something in it has to be mended."""
        return any(each.problem for each in self.filters)

    @property
    def has_boxes(self) -> bool:
        """Whether rows can be ticked."""
        return "action_checkbox" in self.list_display

    @property
    def exports(self) -> tuple[tuple[str, str], ...]:
        """The files in which what is found can be had: their kind, and where."""
        return tuple(
            (label, f"{reverse(self.export_name, args=(kind,))}{self.whole_address}") for kind, label in KINDS.items()
        )
