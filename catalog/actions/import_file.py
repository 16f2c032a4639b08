"""A product file as it lies on disk: CSV in UTF-8, read row by row and never whole."""

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from catalog.rules.product_row_columns import InvalidHeaderError, column_names, columns_not_imported


class UnreadableFileError(Exception):
    """The file as a whole cannot be read, and nothing of it was imported; `str()` says why and where."""


@dataclass(frozen=True)
class FileRow:
    """The cells of one row by column, and the line where it starts. `problem` says why they do not fit the columns."""

    line: int
    values: dict[str, str]
    problem: str = ""


@dataclass
class ProductFile:
    """A product file that was read through once, so that what is broken is known before anything is written.

    Takes a seekable binary file. Raises `UnreadableFileError` when it is empty, is no CSV in UTF-8, or has no column `sku`.
    """

    file: BinaryIO
    total: int = field(init=False)
    columns_not_imported: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read it through."""
        self.columns_not_imported = columns_not_imported(self._columns())
        self.total = sum(1 for _ in self.rows())

    def rows(self) -> Iterator[FileRow]:
        """Yield the rows below the first line; those without any text are left out."""
        columns = self._columns()
        for line, cells in self._lines():
            if line == 1 or not any(cell.strip() for cell in cells):
                continue
            values = dict(zip(columns, cells, strict=False))
            if len(cells) == len(columns):
                yield FileRow(line, values)
            else:
                yield FileRow(line, values, f"the row has {len(cells)} cells, the first line names {len(columns)}")

    def _columns(self) -> tuple[str, ...]:
        with closing(self._lines()) as lines:
            _, header = next(lines, (1, []))
        if not any(header):
            raise UnreadableFileError("The file is empty: its first line must name the columns.")
        try:
            return column_names(header)
        except InvalidHeaderError as error:
            raise UnreadableFileError(str(error)) from error

    def _lines(self) -> Generator[tuple[int, list[str]]]:
        """Yield each record with the physical line where it starts: a quoted cell may hold line breaks."""
        with _as_text(self.file) as text:
            # Strict: what a lone quote would swallow silently is an error.
            reader = csv.reader(text, strict=True)
            start = 1
            try:
                for cells in reader:
                    yield start, cells
                    start = reader.line_num + 1
            except UnicodeDecodeError:
                raise UnreadableFileError(_where_not_utf8(self.file)) from None
            except csv.Error as error:
                raise UnreadableFileError(
                    f"Line {start}: a quoted cell that starts here is not closed, or holds a quote that is not doubled ({error})."
                ) from error


@contextmanager
def _as_text(file: BinaryIO) -> Iterator[io.TextIOWrapper]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield text
    finally:
        # Else the file would be closed with its reader; a reader that was given up half-way may outlive its file.
        if not file.closed:
            text.detach()


def _where_not_utf8(file: BinaryIO) -> str:
    file.seek(0)
    for number, line in enumerate(file, start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            byte = line[error.start]
            return f"Line {number} is not UTF-8 (byte 0x{byte:02X}). Save the file as CSV in UTF-8 and try again."
    return "The file is not UTF-8. Save it as CSV in UTF-8 and try again."
