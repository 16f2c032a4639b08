"""A file of text that is read into the page: rows as others paste them."""

from contextlib import suppress
from typing import Any

from django import forms

from catalog.rules.csv_file import encoding_by_mark
from catalog.rules.text import text_problem

UNREADABLE = "The file could not be read as text."


class TextFileField(forms.FileField):
    """A file of at most `largest` bytes, which may be left out; cleaned it is its text, empty for none."""

    def __init__(self, *, largest: int, too_large: str) -> None:
        """Say `too_large` of a larger one."""
        super().__init__(required=False, allow_empty_file=True)
        self.largest, self.too_large = largest, too_large

    def clean(self, data: Any, initial: Any = None) -> str:
        """Return the text, in the encoding of its mark, else UTF-8, else that of old spreadsheets."""
        file = super().clean(data, initial)
        if not file:
            return ""
        if file.size > self.largest:
            raise forms.ValidationError(self.too_large)
        content: bytes = file.read()
        for encoding in (encoding_by_mark(content) or "utf-8-sig", "windows-1252"):
            with suppress(UnicodeDecodeError):
                text = content.decode(encoding)
                if not text_problem(text, longest=None):
                    return text
                break
        raise forms.ValidationError(UNREADABLE)
