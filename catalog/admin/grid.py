"""What all grids share: a count that ends, an address that says everything, and what of it the person chose last."""

from functools import cache, cached_property
from typing import Any, cast

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import checkbox
from unfold.views import ChangeList

from catalog.admin.grid_address import COLUMNS, OWN, SIZE, SORT, VIEW, Chip, GridAddress
from catalog.admin.grid_filters import BoundFilter
from catalog.admin.grid_table import Column, columns_of, rows_of
from catalog.admin.grid_views import ShowsViews
from catalog.models import GridChoice
from catalog.queries.grid_view import kept_choice
from catalog.rules.grid_filter import SIZES, grid_size, shown_columns

# Counting stops here: nobody leafs through 200 pages, and to count 1,000,000 rows takes longer than to show 50.
MOST_COUNTED = 10_000


class MoreThan(int):
    """A number of rows of which one knows no more than that there are others."""

    def __str__(self) -> str:
        return f"more than {int(self):,}"


class GridPaginator(Paginator[Any]):
    """The pages of a grid: of the first MOST_COUNTED rows. Who looks for a later one searches or sorts."""

    template_name = "admin/components/pagination.html"

    @cached_property
    def count(self) -> int:
        """The number of rows; `MoreThan` where counting has stopped. Counting need not sort."""
        rows: Any = self.object_list
        counted: int = rows.order_by()[: MOST_COUNTED + 1].count()
        return counted if counted <= MOST_COUNTED else MoreThan(MOST_COUNTED)


def choice_of(request: HttpRequest, grid: str) -> GridChoice:
    """Return what the person chose last in a grid. One query a request."""
    kept: dict[str, GridChoice] = request.__dict__.setdefault("kept_choices", {})
    if grid not in kept:
        kept[grid] = kept_choice(grid, cast("User", request.user))
    return kept[grid]


class Grid(ShowsViews, ChangeList):  # type: ignore[misc]  # Unfold carries no types
    """The page of a grid. What it would hold without its filters is not counted as well.

    All that it shows is told by its address: what is searched and filtered, the order, the columns, the rows per page. What the
    address leaves out is as the person chose it last (`GridChoice`), else as the screen comes.
    """

    def __init__(self, request: HttpRequest, model: Any, list_display: Any, *args: Any, **kwargs: Any) -> None:
        self.request: Any = request
        self.address = GridAddress.of(request.GET)
        self.offered = tuple(name for name in list_display if name != "action_checkbox")
        super().__init__(request, model, list_display, *args, **kwargs)

    @cached_property
    def _row_address(self) -> tuple[str, str]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        before, _, after = reverse(name, args=(0,), current_app=self.model_admin.admin_site.name).rpartition("0")
        return before, after

    def url_for_result(self, result: Any) -> str:
        """Return the address of a row's page, looked up once for all of them."""
        before, after = self._row_address
        return f"{before}{quote(getattr(result, self.pk_attname))}{after}"

    def get_filters_params(self, params: Any = None) -> Any:
        """Leave out what is no filter."""
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in OWN}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Sort by the column that the address names: its place differs between people."""
        wanted = self.params.get(SORT, "")
        if (name := wanted.removeprefix("-")) in self.offered:
            self.params[ORDER_VAR] = f"{'-' if wanted.startswith('-') else ''}{self.list_display.index(name)}"
        return list(super().get_ordering(request, queryset))

    def get_results(self, request: HttpRequest) -> None:
        """Let the whole be what is shown, unless something is searched or filtered."""
        self.list_per_page = self.size
        super().get_results(request)
        if not self.query and not self.has_active_filters:
            self.full_result_count = self.result_count

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
        """What the panel sends along."""
        return self.address.fields(but=(*(name for each in self.filters for name in each.expected_parameters()), VIEW))

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
        return ()


@cache
def _checkbox() -> tuple[str, str]:
    before, _, after = str(checkbox.render(ACTION_CHECKBOX_NAME, "salable-row")).partition("salable-row")
    return before, after


def checkbox_cell(pk: object) -> SafeString:
    """Return the box that chooses a row, as Unfold draws it."""
    before, after = _checkbox()
    return SafeString(before) + format_html("{}", pk) + SafeString(after)
