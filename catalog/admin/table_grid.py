"""A grid of rows that no table holds, such as what a product owes in a stock: the same search, filters, columns and views.

A `TableScreen` declares what a `Screen` does: columns are its methods, marked with `@display`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from catalog.admin.grid_address import SORT, GridAddress
from catalog.admin.grid_filters import BoundFilter
from catalog.admin.grid_pages import HasGridPages
from catalog.admin.grid_parts import GridParts
from catalog.admin.pages import AdminPage

LONGEST_SEARCH = 100
LONGEST_NUMBER = 7


@dataclass(frozen=True)
class RowsOfPage:
    """The rows of page `number` (from 1), how many there are in all, and what they sum up to in words."""

    rows: Sequence[Any]
    number: int
    count: int
    summary: str


class TableScreen(HasGridPages):
    """What a grid shows of rows that are asked for by `rows`. `grid` names its choices and views, `list_name` its page."""

    model: type[Model]
    grid: str = ""
    list_name: str = ""
    permission: str = "view"
    verbose_name_plural: ClassVar[str] = ""
    list_display: tuple[str, ...] = ()
    search_help_text: str = ""
    list_per_page = 50

    def rows(self, words: str) -> Any:
        """Return the queryset of all rows in their usual order, narrowed to words that are searched."""
        raise NotImplementedError

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page of it, or the last one when there are fewer."""
        raise NotImplementedError

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return the rows as the columns take them."""
        return rows

    def columns_for(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns that there are for this person."""
        del request
        return self.list_display

    def get_changelist_instance(self, request: HttpRequest) -> "TableGrid":
        """Return the grid, as a `ModelAdmin` does."""
        return TableGrid(request, self)

    def has_view_or_change_permission(self, request: HttpRequest) -> bool:
        """The frame of its page has asked."""
        del request
        return True

    @property
    def _list_url(self) -> str:
        return reverse(f"admin:{self.list_name}")


class TableGrid(GridParts):
    """The page of a `TableScreen`. Its rows are read when they are asked for."""

    list_display_links: tuple[str, ...] = ()
    search_fields = True
    sortable_by = None
    is_popup = False
    preserved_filters = ""

    def __init__(self, request: HttpRequest, screen: TableScreen) -> None:
        self.request = request
        self.model_admin = self.opts = screen
        self.model = screen.model
        self.search_help_text = screen.search_help_text
        self.address = GridAddress.of(request.GET)
        self.list_display = screen.columns_for(request)
        self.offered = tuple(name for name in self.list_display if name != "action_checkbox")
        self.query = request.GET.get(SEARCH_VAR, "").replace("\0", "").strip()[:LONGEST_SEARCH]
        params: dict[str, Any] = dict(request.GET.lists())
        self.filter_specs: list[BoundFilter] = [each(request, params, self.model, screen) for each in screen.filters]

    @cached_property
    def queryset(self) -> Any:
        """What is found, in the order that the address names."""
        rows = self.model_admin.rows(self.query)
        for each in self.filter_specs:
            rows = each.queryset(self.request, rows)
        return rows.order_by(self._sorted, *rows.query.order_by) if self._sorted else rows

    @cached_property
    def _sorted(self) -> str:
        wanted = self.request.GET.get(SORT, "")
        name = wanted.removeprefix("-")
        if name not in self.offered:
            return ""
        column = getattr(getattr(self.model_admin, name), "admin_order_field", "") or ""
        return f"-{column}" if column and wanted.startswith("-") else column

    def get_ordering_field_columns(self) -> dict[int, str]:
        """Return {place of a column: "asc" or "desc"}."""
        wanted = self.request.GET.get(SORT, "")
        name = wanted.removeprefix("-")
        return {self.list_display.index(name): "desc" if wanted.startswith("-") else "asc"} if self._sorted else {}

    @cached_property
    def found(self) -> RowsOfPage:
        """The page that the address names."""
        asked = self.request.GET.get(PAGE_VAR, "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_NUMBER
        number = max(int(asked), 1) if is_number else 1
        page: RowsOfPage = self.model_admin.page(self.queryset, number=number, size=self.size)
        return page

    @cached_property
    def result_list(self) -> list[Any]:
        """The rows of the page, as the columns take them."""
        return self.filled(list(self.found.rows))

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return rows as the columns take them."""
        filled: list[Any] = self.model_admin.filled(rows)
        return filled

    @property
    def pages(self) -> Page[Any]:
        """Where the page stands among the others."""
        paginator: Paginator[Any] = Paginator(self.result_list, self.size)
        paginator.count = self.found.count
        return Page(self.result_list, self.found.number, paginator)

    @property
    def page_urls(self) -> tuple[str, str]:
        """The addresses of the page before and of the next one; empty where there is none."""
        page = self.pages
        before = self.address.having(**{PAGE_VAR: str(page.number - 1)}).url if page.has_previous() else ""
        return before, self.address.having(**{PAGE_VAR: str(page.number + 1)}).url if page.has_next() else ""


def grid_pages_below(screen: TableScreen, start: str) -> tuple[AdminPage, ...]:
    """Return the pages of the grid's forms and files, below the address `start`."""
    return tuple(
        AdminPage(f"{start}{page.address}", page.name, page.view, screen.permission, methods=page.methods)
        for page in screen.grid_pages
    )
