"""Refuse to start with a screen that asks a secret: by a filter, the search, an order or its columns."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.checks import CheckMessage, Error

from catalog.admin.lookups import DeclaredLookups, columns_of
from inventory_site.secret_fields import SECRET


def refuse_screens_that_ask_secrets(**_: Any) -> list[CheckMessage]:
    """Return an error for each screen that can ask a secret."""
    return [
        Error(problem, hint="Take it out, or class it in inventory_site/secret_fields.py.", id="inventory_site.E010")
        for screen in admin.site._registry.values()  # noqa: SLF001  the only list there is
        for problem in _problems(screen)
    ]


def _problems(screen: Any) -> Iterator[str]:
    name = type(screen).__name__
    if not isinstance(screen, DeclaredLookups):
        yield f"{name} lets an address compare any column: mix in DeclaredLookups."
    for declared in _asked(screen):
        if any(f"{field.model._meta.label}.{field.name}" in SECRET for field in columns_of(screen.model, declared)):  # noqa: SLF001  Django's API
            yield f"{name} asks the secret {declared}."


def _asked(screen: Any) -> Iterator[str]:
    """Yield each column that the screen asks in some way."""
    yield from (each.lstrip("^=@") for each in screen.search_fields)
    yield from (each if isinstance(each, str) else each[0] for each in screen.list_filter if not isinstance(each, type))
    yield from (each.lstrip("-") for each in (*(screen.ordering or ()), screen.date_hierarchy or ""))
    for column in screen.list_display:
        yield str(column)
        told = getattr(screen, str(column), None) if isinstance(column, str) else column
        yield str(getattr(told, "admin_order_field", "") or "").lstrip("-")
