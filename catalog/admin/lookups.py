"""Which columns a list may be filtered by.

What the address of a grid may ask of its rows: what the screen declares as a filter, and nothing else.

Django lets an address compare any column of the screen's own table (`?checkout__gte=8`), so that who may see a grid can find a
token, a password's hash or the text of a message bit by bit, without ever being shown it.
"""

from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

type Path = tuple[str, ...]


class DeclaredLookups:
    """Mixed into every screen of rows."""

    model: Any
    date_hierarchy: str | None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Whether `lookup` asks a column that is declared as a filter; a name that is no column is a filter's own."""
        del value
        path = column_path(self.model, lookup)
        return not path or path in self._declared(request) or lookup in self._parameters(request)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Rows are named by their key, which their address tells anyhow."""
        del request
        return bool(to_field == self.model._meta.pk.name)  # noqa: SLF001  Django's API

    def _parameters(self, request: HttpRequest) -> set[str]:
        """Return the parameters that a filter takes for itself: they may be called as a column is, and never reach it."""
        filters = self.get_list_filter(request)  # type: ignore[attr-defined]  # the ModelAdmin's
        own = [each for each in filters if isinstance(each, type) and issubclass(each, SimpleListFilter)]
        declared = {name for each in filters for name in getattr(each, "parameters", ())}
        return {str(each.parameter_name) for each in own} | declared

    def _declared(self, request: HttpRequest) -> set[Path]:
        declared = {self.date_hierarchy} if self.date_hierarchy else set()
        for each in self.get_list_filter(request):  # type: ignore[attr-defined]  # the ModelAdmin's
            if isinstance(each, str):
                declared.add(each)
            elif isinstance(each, list | tuple):
                declared.add(each[0])
        return {column_path(self.model, name) for name in declared}


def column_path(model: type[Model], lookup: str) -> Path:
    """Return the names of the columns that `lookup` walks from `model`, its comparison left out; empty when it names none.

    The key of a row that another column names says no more than that column: `website__id` is `website`.
    """
    first, *rest = columns_of(model, lookup) or (None,)
    if first is None:
        return ()
    return (first.name, *(field.name for field in rest if not getattr(field, "primary_key", False)))


def columns_of(model: type[Model], lookup: str) -> tuple[Any, ...]:
    """Return the fields that `lookup` walks from `model`, the way back over other tables included."""
    found: list[Any] = []
    at: type[Model] = model
    for part in lookup.split(LOOKUP_SEP):
        try:
            field: Any = at._meta.pk if part == "pk" else at._meta.get_field(part)  # noqa: SLF001  Django's API
        except FieldDoesNotExist:
            break
        found.append(field)
        if not (steps := getattr(field, "path_infos", None)):
            break
        at = steps[-1].to_opts.model
    return tuple(found)
