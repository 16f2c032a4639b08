"""The address of a grid: everything that it shows, in words that mean the same for every member of staff, its boxes and chips."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.admin.views.main import PAGE_VAR
from django.http import QueryDict

# Besides the search `q`, the page `p` and the filters: the order ("-price"), columns ("sku.name"), rows per page, the opened view.
SORT, COLUMNS, SIZE, VIEW = "sort", "columns", "size", "view"
OWN = (SORT, COLUMNS, SIZE, VIEW)
# Opens no view, not even that with which the grid opens for this person.
NO_VIEW = "0"


@dataclass(frozen=True)
class GridAddress:
    """The query string of a grid. Each change of it leads to the first page."""

    query: QueryDict

    @classmethod
    def of(cls, query: QueryDict) -> "GridAddress":
        """Return the address without what was left empty."""
        copy = query.copy()
        for name in [name for name, value in copy.items() if not value]:
            del copy[name]
        return cls(copy)

    def without(self, *names: str) -> "GridAddress":
        """Return the address without these parameters."""
        copy = self.query.copy()
        for name in (*names, PAGE_VAR):
            copy.pop(name, None)
        return replace(self, query=copy)

    def having(self, **values: str) -> "GridAddress":
        """Return the address with these parameters."""
        copy = self.without(*values).query
        for name, value in values.items():
            copy[name] = value
        return replace(self, query=copy)

    @property
    def url(self) -> str:
        """The link; an empty one opens no view."""
        return f"?{self.query.urlencode() or f'{VIEW}={NO_VIEW}'}"

    def fields(self, *, but: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Return (name, value) of what a form of a grid sends along, but what its own boxes say."""
        left = {PAGE_VAR, *but}
        return tuple((name, str(value)) for name, value in self.query.items() if name not in left)

    def as_view(self) -> str:
        """Return what a view keeps of it: everything but the page, and which view it was."""
        return self.without(VIEW).query.urlencode()


@dataclass(frozen=True)
class Box:
    """One box of a filter in the panel: a select when it has choices (value, label, is chosen), else an input of `kind`."""

    name: str
    label: str
    value: str
    kind: str = "text"
    choices: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Chip:
    """What is on. `names` are the parameters without which it is off; `problem`: it could not be read, and narrows nothing."""

    label: str
    text: str
    names: tuple[str, ...]
    problem: str = ""
