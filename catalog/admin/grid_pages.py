"""What a person chooses in a grid: its columns, its page size, its views. Posted from the grid, to which it leads back."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from catalog.actions.grid_view import delete_view, keep_columns, keep_size, open_with, save_view
from catalog.admin.grid_address import COLUMNS, SIZE, VIEW, GridAddress
from catalog.admin.grid_export import KINDS, export_answer
from catalog.admin.grid_parts import choice_of
from catalog.admin.pages import POSTS, READS, UNREADABLE, AdminPage, slow
from catalog.forms.once import harmless
from catalog.rules.csv_line import Cell
from catalog.words.refusal import refusals

AGAIN = "The same choice twice is one choice."
NO_FILE = "No file was made: it would have held more rows than were asked for."


class HasGridPages:
    """A base of every screen of rows. `grid` is the name by which choices and views of its grid are kept."""

    model: Any
    # Columns that are shown to who asks for them; those of numbers, which stand right; those of days, the latest first.
    hidden_columns: tuple[str, ...] = ()
    number_columns: tuple[str, ...] = ()
    date_columns: tuple[str, ...] = ()
    filters: tuple[Any, ...] = ()
    # Columns that are others in a file: {name: ((title, what a row says), ...)}; () leaves one out.
    exported: Mapping[str, tuple[tuple[str, Callable[[Any], Cell]], ...]] = {}

    @property
    def grid(self) -> str:
        """The name of the grid."""
        return str(self.model._meta.label_lower)  # noqa: SLF001  Django's API

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters: Django's, and those that say what of them could not be read."""
        return [*super().get_list_filter(request), *self.filters]  # type: ignore[misc]  # ModelAdmin's

    def first_address(self, request: HttpRequest) -> str | None:
        """Return where an address that says nothing leads: to the view with which the grid opens. None: nowhere else."""
        if request.method != "GET" or request.GET or not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]  # ModelAdmin's
            return None
        view = choice_of(request, self.grid).view
        if view is None or not (view.is_shared or view.owner_id == request.user.pk):
            return None
        return f"{request.path}?{view.query}&{VIEW}={view.pk}"

    @property
    def grid_pages(self) -> tuple[AdminPage, ...]:
        """The addresses to which its forms are sent, and where its rows are had as a file."""
        start = self.grid.replace(".", "_")
        views: dict[str, Callable[..., HttpResponse]] = {
            "columns": self._keep_columns,
            "size": self._keep_size,
            "save": self._save_view,
            "open": self._open_with_view,
            "delete": self._drop_view,
        }
        posted = (
            AdminPage(
                f"grid/{name}/", f"{start}_grid_{name}", harmless(AGAIN)(_as_function(view)), "view", methods=POSTS
            )
            for name, view in views.items()
        )
        export = slow(_as_function(self._export))
        return (*posted, AdminPage("grid/export/<slug:kind>/", f"{start}_grid_export", export, "view", methods=READS))

    def _export(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Return what is found as a file. An address that cannot be read is said on the grid: no file holds more than was asked."""
        if kind not in KINDS:
            raise Http404("There is no such kind of file.")
        try:
            grid = self.get_changelist_instance(request)  # type: ignore[attr-defined]  # ModelAdmin's
        except (DataError, IncorrectLookupParameters):
            messages.error(request, UNREADABLE)
            return redirect(self._list_url)
        if grid.problems:
            messages.error(request, NO_FILE)
            return redirect(f"{self._list_url}{GridAddress.of(request.GET).url}")
        return export_answer(grid, kind)

    def _keep_columns(self, request: HttpRequest) -> HttpResponse:
        chosen = "" if "usual" in request.POST else ".".join(request.POST.getlist("column"))
        with refusals() as problems:
            keep_columns(self.grid, columns=chosen, by=cast("User", request.user))
        return self._back_to_grid(request, problems, **{COLUMNS: ""})

    def _keep_size(self, request: HttpRequest) -> HttpResponse:
        with refusals() as problems:
            keep_size(self.grid, size=request.POST.get(SIZE, ""), by=cast("User", request.user))
        return self._back_to_grid(request, problems, **{SIZE: ""})

    def _save_view(self, request: HttpRequest) -> HttpResponse:
        shown = GridAddress.of(_posted_query(request)).as_view()
        with refusals() as problems:
            saved = save_view(
                self.grid,
                name=request.POST.get("name", ""),
                query=shown,
                is_shared="is_shared" in request.POST,
                is_default="is_default" in request.POST,
                by=cast("User", request.user),
            )
        if problems:
            return self._back_to_grid(request, problems)
        messages.success(request, f"The view “{saved}” has been saved.")
        return self._back_to_grid(request, problems, **{VIEW: str(saved.pk)})

    def _open_with_view(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get(VIEW, "")
        with refusals() as problems:
            open_with(self.grid, view_id=_number(chosen), by=cast("User", request.user))
        return self._back_to_grid(request, problems)

    def _drop_view(self, request: HttpRequest) -> HttpResponse:
        with refusals() as problems:
            name = delete_view(
                self.grid, view_id=_number(request.POST.get(VIEW, "")) or 0, by=cast("User", request.user)
            )
            messages.success(
                request, f"The view “{name}” has been deleted." if name else "That view was deleted already."
            )
        return self._back_to_grid(request, problems, **{VIEW: ""})

    def _back_to_grid(self, request: HttpRequest, problems: list[str], **changes: str) -> HttpResponse:
        """Lead to the grid as it was, but for the changes; an empty one is what is kept now."""
        for problem in problems:
            messages.error(request, problem)
        address = GridAddress.of(_posted_query(request))
        for name, value in {} if problems else changes.items():
            address = address.having(**{name: value}) if value else address.without(name)
        return redirect(f"{self._list_url}{address.url}")

    @property
    def _list_url(self) -> str:
        return reverse(f"admin:{self.grid.replace('.', '_')}_changelist")


def _posted_query(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("query", "")[:8000])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000000000000000000") else None


def _as_function(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Return a function: a bound method takes no marks."""

    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return view(request, **parts)

    return answered
