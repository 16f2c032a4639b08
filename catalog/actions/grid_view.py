"""How a person wants to see a grid is kept: columns, page size, views under a name, and the view that it opens with."""

from django.contrib.auth.models import User
from django.db import transaction

from catalog.models import GridChoice, GridView
from catalog.queries.grid_view import views_of
from catalog.queries.locks.row import locked_row
from catalog.rules.grid_filter import grid_size
from catalog.words.refusal import Refused

LONGEST_NAME, LONGEST_QUERY, LONGEST_COLUMNS = 60, 2000, 1000
MOST_VIEWS = 50


class ViewNotSaved(Refused):
    """The view was neither saved nor changed; `str()` says why."""


@transaction.atomic
def keep_columns(grid: str, *, columns: str, by: User) -> None:
    """Show `by` these columns ("sku.name") from now on; empty: those that the grid comes with. Safe to repeat."""
    if len(columns) > LONGEST_COLUMNS or not _is_plain(columns):
        raise ViewNotSaved("These are no columns of the grid.")
    locked_row(by)
    _keep(grid, by, columns=columns)


@transaction.atomic
def keep_size(grid: str, *, size: str, by: User) -> None:
    """Show `by` so many rows on a page from now on. Safe to repeat. Raises `ViewNotSaved` for a size that is not offered."""
    found = grid_size(size)
    if found is None:
        raise ViewNotSaved("That page size is not offered.")
    locked_row(by)
    _keep(grid, by, size=found)


@transaction.atomic
def save_view(grid: str, *, name: str, query: str, is_shared: bool, is_default: bool, by: User) -> GridView:
    """Keep what `query` shows as a view of `by`; one of his own that has the name shows this from now on. Safe to repeat."""
    wanted = " ".join(name.split())
    if not wanted:
        raise ViewNotSaved("Name: please give the view a name.")
    if len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise ViewNotSaved(f"Name: at most {LONGEST_NAME} letters, of those that can be read.")
    if len(query) > LONGEST_QUERY or not _is_plain(query):
        raise ViewNotSaved("The view holds more than can be kept. Take away some of its filters.")
    locked_row(by)  # two tabs of one person: the second changes what the first has saved
    own = GridView.objects.filter(grid=grid, owner=by)
    view = own.filter(name__iexact=wanted).first()
    if view is None and own.count() >= MOST_VIEWS:
        raise ViewNotSaved(f"You have {MOST_VIEWS} views of this grid. Delete one first.")
    view = view or GridView(grid=grid, owner=by)
    view.name, view.query, view.is_shared = wanted, query, is_shared
    view.save()
    if is_default:
        _keep(grid, by, view=view)
    return view


@transaction.atomic
def open_with(grid: str, *, view_id: int | None, by: User) -> None:
    """Let the grid open with a view, one's own or a shared one, for `by` alone; None: as it comes. Safe to repeat."""
    locked_row(by)
    view = None if view_id is None else views_of(grid, by).filter(pk=view_id).first()
    if view_id is not None and view is None:
        raise ViewNotSaved("This view is gone: its owner has deleted it or shares it no longer.")
    _keep(grid, by, view=view)


@transaction.atomic
def delete_view(grid: str, *, view_id: int, by: User) -> str:
    """Delete a view of one's own, and return its name; whose grid opened with it gets it as it comes. Empty: it was gone."""
    locked_row(by)
    view = views_of(grid, by).filter(pk=view_id).first()
    if view is None:
        return ""
    if view.owner_id != by.pk:
        raise ViewNotSaved(f"“{view}” belongs to {view.owner}, who alone can delete it.")
    view.delete()
    return view.name


def _is_plain(text: str) -> bool:
    """Return whether it is what an address holds: letters outside ASCII are written by their numbers there."""
    return text.isascii() and text.isprintable()


def _keep(grid: str, by: User, **values: object) -> None:
    GridChoice.objects.update_or_create(grid=grid, owner=by, defaults=values)
