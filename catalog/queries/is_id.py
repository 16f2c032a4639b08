"""Whether a text that somebody sent may be the number of a row."""

from django.core.exceptions import ValidationError
from django.db.models import Model


def is_id(model: type[Model], text: str) -> bool:
    """Say whether `text` can be asked for as an id of `model`: a number that its column can hold."""
    field = model._meta.pk  # noqa: SLF001  Django's API
    try:
        field.run_validators(field.to_python(text))
    except (ValidationError, ValueError, OverflowError):
        return False
    return "\0" not in text
