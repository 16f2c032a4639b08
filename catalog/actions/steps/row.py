"""How a row is saved: what somebody else changed meanwhile, what the columns hold, who it was."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectNotUpdated, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model

from catalog.queries.locks.row import locked_row
from catalog.queries.prepared import note_stored, prepared_row
from catalog.rules.shown_form import merged
from catalog.rules.text import typed_problem


class InvalidRowError(ValueError):
    """The row cannot be stored as it is; nothing was saved. `errors` holds {field: messages}, or {constraint: messages}."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        """Keep the messages."""
        self.errors = dict(errors)
        super().__init__(" ".join(f"{name}: {' '.join(texts)}" for name, texts in errors.items()))


@transaction.atomic
def save_row(row: models.Model, *, only: Collection[str] | None = None) -> None:
    """Write `row`, or `only` these columns of it.

    Raises `InvalidRowError`, and the model's `DoesNotExist` when somebody deleted the row meanwhile.
    """
    _refuse_what_columns_cannot_hold(row)
    try:
        with transaction.atomic():
            row.save(force_update=not row._state.adding, update_fields=only)  # noqa: SLF001  Django's API
    except ObjectNotUpdated as error:
        raise type(row).DoesNotExist from error  # type: ignore[attr-defined]  # every model has one
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "row"
        raise InvalidRowError(
            {name: ["The database refused it: another row has the same, or it breaks a rule."]}
        ) from error


def written_once(row: Model, *, key: str) -> bool:
    """Insert `row` unless one with the same value of the column `key` is stored; return whether it was inserted. One statement.

    Who writes the same at the same time waits for the other's commit. Rows are kept as JSON reads them: texts, numbers, dates.
    """
    about = row._meta  # noqa: SLF001  Django's API
    fields = [field for field in about.concrete_fields if not isinstance(field, models.AutoField)]
    values: dict[str, Any] = {str(field.column): field.pre_save(row, add=True) for field in fields}
    names = ", ".join(values)
    found = prepared_row(
        f"INSERT INTO {about.db_table} ({names})"  # noqa: S608  names of our own
        f" SELECT {names} FROM json_populate_record(NULL::{about.db_table}, %(row)s)"
        f" ON CONFLICT ({key}) DO NOTHING RETURNING {about.pk.column}",
        {"row": json.dumps(values, default=str)},
    )
    if found is not None:
        row.pk = found[0]
        note_stored(row)
    return found is not None


def _refuse_what_columns_cannot_hold(row: models.Model) -> None:
    """Judge each column for itself, without a query: references are the database's to judge."""
    fields = row._meta.concrete_fields  # noqa: SLF001  Django's API
    try:
        row.clean_fields(exclude={field.name for field in fields if field.is_relation})
    except ValidationError as error:
        raise InvalidRowError(error.message_dict) from error
    for field in fields:
        text = getattr(row, field.attname)
        if not isinstance(text, str):
            continue
        is_line = not isinstance(field, models.TextField)
        if problem := typed_problem(text, longest=field.max_length, is_line=is_line):
            raise InvalidRowError({field.name: [problem]})


class ChangedMeanwhile(Exception):
    """Nothing was saved. `contested` holds {name: (theirs, mine)}: what is stored by now, and what was to be stored."""

    def __init__(self, contested: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(f"Changed by somebody else meanwhile: {', '.join(sorted(contested))}.")
        self.contested = dict(contested)


def mine_only(*, shown: Mapping[str, Any], stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `wanted` that differ from what was `shown`: only those are written, what others changed stays.

    `stored` must have been read under the lock. Raises `ChangedMeanwhile` for what both changed, to different values.
    """
    found = merged(shown=shown, stored=stored, typed=wanted)
    if found.contested:
        raise ChangedMeanwhile({name: (stored.get(name), wanted[name]) for name in found.contested})
    return {name: value for name, value in wanted.items() if name in found.mine}


def keep_theirs(row: Model, *, shown: Mapping[str, Any]) -> list[str]:
    """Lock the stored row, put into `row` what others changed of the columns `shown`, and return the columns to write.

    `shown` holds {column: value when `row` was read}; other columns of `row` are not written. Call in a transaction. Raises
    `ChangedMeanwhile`.
    """
    fresh = locked_row(row)
    stored = {name: getattr(fresh, name) for name in shown}
    mine = mine_only(shown=shown, stored=stored, wanted={name: getattr(row, name) for name in shown})
    for name in stored.keys() - mine.keys():
        setattr(row, name, stored[name])
    return list(mine)


def record_change(row: Model, changes: Iterable[str], *, by: User | None) -> None:
    """Write one line of `row`'s history that names all `changes`; without changes, or by nobody, write none."""
    if message := "; ".join(changes):
        record_changes([(row, message)], by=by)


def record_changes(changes: Sequence[tuple[Model, str]], *, by: User | None) -> None:
    """Write a line of history for each (row, what was changed), of rows of one model; by nobody, none. One statement."""
    if by is None or not changes:
        return
    content_type = ContentType.objects.get_for_model(changes[0][0])
    LogEntry.objects.bulk_create(
        LogEntry(
            user=by,
            content_type=content_type,
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=message,
        )
        for row, message in changes
    )
