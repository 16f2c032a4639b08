"""Write one row that staff filled in: judged by its columns and by the database, whoever asks."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ObjectNotUpdated, ValidationError
from django.db import IntegrityError, models, transaction

from catalog.rules.text import text_problem


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


def _refuse_what_columns_cannot_hold(row: models.Model) -> None:
    """Judge each column for itself, without a query: references are the database's to judge."""
    fields = row._meta.concrete_fields  # noqa: SLF001  Django's API
    try:
        row.clean_fields(exclude={field.name for field in fields if field.is_relation})
    except ValidationError as error:
        raise InvalidRowError(error.message_dict) from error
    for field in fields:
        text = getattr(row, field.attname)
        if isinstance(text, str) and (problem := text_problem(text, longest=field.max_length)):
            raise InvalidRowError({field.name: [problem]})
