"""A row as it was: kept as JSON beside something that tells of it later."""

from typing import Any

from django.db.models import Model


def kept_row(row: Model) -> dict[str, Any]:
    """Return the columns of `row` as JSON holds them."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}  # noqa: SLF001


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def row_as_it_was[Row: Model](model: type[Row], kept: dict[str, Any]) -> Row:
    """Return the row that `kept_row` kept; columns that came later are read from the database when they are asked for.

    A renamed column would be such a one: its migration renames it in what was kept (`tests/architecture/test_kept_facts.py`).
    """
    fields = [field for field in model._meta.concrete_fields if field.attname in kept]  # noqa: SLF001  Django's API
    values = [field.to_python(kept[field.attname]) for field in fields]
    row: Row = model.from_db("default", [field.attname for field in fields], values)
    return row
