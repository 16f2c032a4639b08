"""What all grids share: a count that ends, and cells that are written without a template for each."""

from functools import cache, cached_property, lru_cache
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import checkbox
from unfold.utils import display_for_label
from unfold.views import ChangeList

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


class Grid(ChangeList):  # type: ignore[misc]  # Unfold carries no types
    """The page of a grid. What it would hold without its filters is not counted as well."""

    @cached_property
    def _address(self) -> tuple[str, str]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        before, _, after = reverse(name, args=(0,), current_app=self.model_admin.admin_site.name).rpartition("0")
        return before, after

    def url_for_result(self, result: Any) -> str:
        """Return the address of a row's page, looked up once for all of them."""
        before, after = self._address
        return f"{before}{quote(getattr(result, self.pk_attname))}{after}"

    def get_results(self, request: HttpRequest) -> None:
        """Let the whole be what is shown, unless something is searched or filtered."""
        super().get_results(request)
        if not self.query and not self.has_active_filters:
            self.full_result_count = self.result_count


@lru_cache(maxsize=256)
def label_cell(text: str, colour: str | None) -> SafeString:
    """Return the badge that Unfold makes of `text`; a grid says the same few again and again."""
    return SafeString(display_for_label(text, "", {text: colour} if colour else {}))


@cache
def _checkbox() -> tuple[str, str]:
    before, _, after = str(checkbox.render(ACTION_CHECKBOX_NAME, "salable-row")).partition("salable-row")
    return before, after


def checkbox_cell(pk: object) -> SafeString:
    """Return the box that chooses a row, as Unfold draws it."""
    before, after = _checkbox()
    return SafeString(before) + format_html("{}", pk) + SafeString(after)
