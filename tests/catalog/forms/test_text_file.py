"""A file is read in the encoding that it was written in, or refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from catalog.forms.text_file import TextFileField

FIELD = TextFileField(largest=100, too_large="Too large.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_each_encoding_of_spreadsheets_is_read(encoding: str) -> None:
    assert FIELD.clean(SimpleUploadedFile("a.csv", "Tasche Ü;4\r\n".encode(encoding))) == "Tasche Ü;4\r\n"


@pytest.mark.parametrize(("content", "why"), [(b"x" * 101, "Too large"), (b"a\0b;1", "could not be read")])
def test_what_is_too_large_or_no_text_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        FIELD.clean(SimpleUploadedFile("a.csv", content))


def test_no_file_is_no_text() -> None:
    assert FIELD.clean(None) == ""
    assert FIELD.clean(SimpleUploadedFile("a.csv", b"")) == ""
