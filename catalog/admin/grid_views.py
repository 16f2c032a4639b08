"""The views of a grid as its page shows them, and where its forms are sent."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR
from django.http import QueryDict

from catalog.admin.grid_address import COLUMNS, NO_VIEW, SIZE, VIEW, GridAddress
from catalog.queries.grid_view import views_of

DEFAULT = "Default View"


@dataclass(frozen=True)
class ShownView:
    """A view that can be opened. `owner` is empty for one's own; `is_default`: the grid opens with it for this person."""

    pk: int
    name: str
    url: str
    owner: str
    is_shared: bool
    is_open: bool
    is_default: bool


class ShowsViews:
    """A base of `Grid`."""

    request: Any
    model_admin: Any
    address: GridAddress

    @cached_property
    def kept(self) -> Any:
        """What the person chose last."""
        raise NotImplementedError

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the columns that are shown."""
        raise NotImplementedError

    @cached_property
    def size(self) -> int:
        """The rows of a page."""
        raise NotImplementedError

    @cached_property
    def shown_views(self) -> tuple[ShownView, ...]:
        """The views that the person may open. One query."""
        person, opened = self.request.user, self.request.GET.get(VIEW, "")
        return tuple(
            ShownView(
                view.pk,
                view.name,
                f"?{view.query}&{VIEW}={view.pk}" if view.query else f"?{VIEW}={view.pk}",
                owner="" if view.owner_id == person.pk else str(view.owner),
                is_shared=view.is_shared,
                is_open=opened == str(view.pk),
                is_default=view.pk == self.kept.view_id,
            )
            for view in views_of(self.model_admin.grid, person)
        )

    @property
    def _opened(self) -> ShownView | None:
        return next((view for view in self.shown_views if view.is_open), None)

    @property
    def view_name(self) -> str:
        """The name of the view that is open, and whether it was changed since."""
        view = self._opened
        if view is None:
            return DEFAULT if not self.address.as_view() else "Views"
        kept = GridAddress.of(QueryDict(view.url.removeprefix("?"))).without(VIEW).query
        return view.name if kept == self.address.without(VIEW).query else f"{view.name} (changed)"

    @property
    def own_view_name(self) -> str:
        """The name of the open view, under which it can be saved again; empty unless it is one's own."""
        view = self._opened
        return view.name if view and not view.owner else ""

    @property
    def _whole(self) -> GridAddress:
        return self.address.having(**{COLUMNS: ".".join(self.shown), SIZE: str(self.size)}).without(VIEW)

    @property
    def whole_address(self) -> str:
        """An address at which everybody finds the same as here."""
        return self._whole.url

    @property
    def sent_address(self) -> str:
        """The same for a colleague, who sees the same page of it."""
        page = self.address.query.get(PAGE_VAR, "")
        return self._whole.having(**{PAGE_VAR: page}).url if page else self._whole.url

    @property
    def whole_query(self) -> str:
        """What a view keeps."""
        return self._whole.as_view()

    @property
    def posted_query(self) -> str:
        """The address to which a form of the page leads back."""
        return self.address.query.urlencode() or f"{VIEW}={NO_VIEW}"

    def _url_of(self, name: str) -> str:
        return f"admin:{self.model_admin.grid.replace('.', '_')}_grid_{name}"

    @property
    def columns_url(self) -> str:
        """Where columns are sent."""
        return self._url_of("columns")

    @property
    def size_url(self) -> str:
        """Where the page size is sent."""
        return self._url_of("size")

    @property
    def save_url(self) -> str:
        """Where a view is sent to be saved."""
        return self._url_of("save")

    @property
    def open_url(self) -> str:
        """Where is said what the grid opens with."""
        return self._url_of("open")

    @property
    def delete_url(self) -> str:
        """Where a view is sent to be deleted."""
        return self._url_of("delete")

    @property
    def export_name(self) -> str:
        """The page that makes a file of what is found."""
        return self._url_of("export")
