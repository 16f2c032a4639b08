"""The grid of a model: a count that ends, an address that says everything."""

from functools import cache, cached_property
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ORDER_VAR
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import checkbox
from unfold.views import ChangeList

from catalog.admin.grid_address import OWN, SORT, GridAddress
from catalog.admin.grid_parts import GridParts

# Counting stops here: nobody leafs through 200 pages, and to count 1,000,000 rows takes longer than to show 50.
MOST_COUNTED = 10_000


class MoreThan(int):
    """A number of rows of which one knows no more than that there are others."""

    def __str__(self) -> str:
        return f"more than {int(self):,}"


def counted_to_most(rows: Any, *, in_order: bool = False) -> int:
    """Return the number of `rows`, a queryset; `MoreThan` where counting has stopped. Counting need not sort.

    `in_order`: what stands first passes the filters soonest, so that counting ends sooner in that order.
    """
    # The keys alone: what is looked up for each row that is shown would be looked up for each that is counted.
    keys = (rows if in_order else rows.order_by()).values("pk")
    counted: int = keys[: MOST_COUNTED + 1].count()
    return counted if counted <= MOST_COUNTED else MoreThan(MOST_COUNTED)


class GridPaginator(Paginator[Any]):
    """The pages of a grid: of the first MOST_COUNTED rows. Who looks for a later one searches or sorts."""

    template_name = "admin/components/pagination.html"

    @cached_property
    def count(self) -> int:
        """The number of rows."""
        return counted_to_most(self.object_list)


class Grid(GridParts, ChangeList):  # type: ignore[misc]  # Unfold carries no types
    """The page of a grid. What it would hold without its filters is not counted as well.

    All that it shows is told by its address: what is searched and filtered, the order, the columns, the rows per page. What the
    address leaves out is as the person chose it last (`GridChoice`), else as the screen comes.
    """

    result_list: Any

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
        found = self.result_list
        # A mass action asks for no row of the page.
        self.result_list = SimpleLazyObject(lambda: self.filled(self.rows_of_page(found)))
        if not self.query and not self.has_active_filters:
            self.full_result_count = self.result_count

    def rows_of_page(self, found: Any) -> list[Any]:
        """Return the rows of the page, of which `found` is the queryset."""
        return list(found)

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return the rows with what they show beyond their own columns, looked up for all of them at once."""
        return rows


@cache
def _checkbox() -> tuple[str, str]:
    before, _, after = str(checkbox.render(ACTION_CHECKBOX_NAME, "salable-row")).partition("salable-row")
    return before, after


def checkbox_cell(pk: object) -> SafeString:
    """Return the box that chooses a row, as Unfold draws it."""
    before, after = _checkbox()
    return SafeString(before) + format_html("{}", pk) + SafeString(after)
