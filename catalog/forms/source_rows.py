"""What comes to a source: where, and a row a product, typed, pasted, scanned or read from a file."""

from typing import Any

from django import forms

from catalog.models import Source


class AtSource(forms.Form):
    """A form with a field `source`. `problems` are why it was refused, a sentence each."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused, a sentence each."""
        return tuple(str(message) for messages in self.errors.values() for message in messages)

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """The sources as (id, name, is chosen). One query."""
        chosen = self.data.get("source", "") if self.is_bound else self.initial.get("source", "")
        field: Any = self.fields["source"]
        return [(source.pk, self.called(source), str(source.pk) == chosen) for source in field.queryset]

    def called(self, source: Source) -> str:
        """Return how a source is offered."""
        return source.name


class RowsAtSource(AtSource):
    """One with the fields `rows` and `file`. Cleaned, `text` is what was typed and read, for the box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = ""

    def clean(self) -> dict[str, Any]:
        """Put together what was typed and what was read."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.text = "\n".join(filter(str.strip, (cleaned.get("rows", ""), cleaned.get("file") or "")))
        return cleaned
