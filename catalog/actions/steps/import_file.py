"""A product file, read row by row and never whole, and the report of what was read in it."""

import io
import re
from array import array
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise, starmap
from typing import BinaryIO, NamedTuple, Self

from catalog.rules.csv_file import (
    DELIMITERS,
    ENCODINGS,
    SAMPLE,
    UNREADABLE,
    CsvDialect,
    CsvRecord,
    codec_by_content,
    csv_records,
    delimiter_of,
    encoding_by_mark,
)
from catalog.rules.product_key import sku_key
from catalog.rules.product_row_columns import Columns, InvalidHeaderError, product_columns
from catalog.words.refusal import Refused

CHUNK = 1 << 16
LONGEST_CELL = 131_072
# Spreadsheets may write "sep=;" above the header.
SEPARATOR = re.compile(r"\ufeff?sep=(.)\s*$", re.IGNORECASE)


class UnreadableFile(Refused):
    """The file as a whole cannot be read, and nothing of it was imported; the problem says why and where."""


class FileRow(NamedTuple):
    """The cells of one row by column, and the line where it starts. `problem` says why it is refused, naming the column."""

    line: int
    values: dict[str, str]
    problem: str = ""


@dataclass
class ProductFile:
    """A product file that was read through once, so that what is broken is known before anything is written.

    Takes a seekable binary file. `told` is what its sender says of it; the rest is recognised, and stands in `delimiter` and
    `encoding` by the names that people know. Raises `UnreadableFile` when it is empty or has no column `sku`.

    `repeated` holds hashes of the keys of SKUs: only rows with one of them can be about the same product as another row.
    """

    file: BinaryIO
    told: CsvDialect = field(default_factory=CsvDialect)
    total: int = field(init=False)
    delimiter: str = field(init=False)
    encoding: str = field(init=False)
    columns_not_imported: tuple[str, ...] = field(init=False)
    repeated: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Read it through."""
        self._codec = _codec_of(self.file, self.told.encoding)
        self.encoding = next(name for code, name in ENCODINGS.items() if self._codec.startswith(_CODECS[code]))
        self._header_line, self._delimiter = self._beginning()
        self.delimiter = next(name for name, sign in DELIMITERS.items() if sign == self._delimiter)
        self._columns = self._read_columns()
        self.columns_not_imported = self._columns.not_imported
        self.total, self.repeated = self._counted()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns by the names under which their cells are read."""
        return self._columns.names

    @property
    def read_as(self) -> str:
        """How it was read, in words."""
        return f"{self.encoding}, cells separated by {self.delimiter}"

    def rows(self) -> Iterator[FileRow]:
        """Yield the rows below the header; those without any text are left out."""
        return starmap(self._row, self._filled())

    def _counted(self) -> tuple[int, frozenset[int]]:
        # Eight bytes a row: the SKUs of a million would take a hundred.
        keys = array("q")
        for record, _ in self._filled():
            keys.append(hash(sku_key(self._columns.sku(record.cells).strip())))
        return len(keys), frozenset(key for key, following in pairwise(sorted(keys)) if key == following)

    def _filled(self) -> Iterator[tuple[CsvRecord, str]]:
        # With the text of all cells, which is quicker to look at than each.
        for record in self._records(len(self._columns.names)):
            text = "".join(record.cells)
            if record.line > self._header_line and (record.problem or text.strip()):
                yield record, text

    def _row(self, record: CsvRecord, text: str) -> FileRow:
        values, differing = self._columns.values(record.cells)
        width = len(self._columns.names)
        if record.problem:
            return FileRow(record.line, values, f"{self._columns.named(record.column)}: {record.problem}")
        if len(record.cells) <= width and len(text) <= LONGEST_CELL and text.isascii():
            return FileRow(record.line, values, differing)
        if any(cell.strip() for cell in record.cells[width:]):
            problem = f"the row has {len(record.cells)} cells, the first line names {width}"
            return FileRow(record.line, values, problem)
        for number, cell in enumerate(record.cells[:width]):
            if len(cell) > LONGEST_CELL:
                why = f"the cell has {len(cell):,} characters, {LONGEST_CELL:,} is the most"
                return FileRow(record.line, values, f"{self._columns.named(number)}: {why}")
            if not cell.isascii() and (problem := self._unreadable(cell)):
                return FileRow(record.line, values, f"{self._columns.named(number)}: {problem}")
        return FileRow(record.line, values, differing)

    def _unreadable(self, cell: str) -> str:
        found = UNREADABLE.search(cell)
        if found is not None:
            byte = ord(found[0]) - 0xDC00
            return f"it holds a byte that is not {self.encoding} (0x{byte:02X})"
        return f"it holds what is not {self.encoding}" if self._codec.startswith("utf-16") and "\ufffd" in cell else ""

    def _beginning(self) -> tuple[int, str]:
        """Return the line of the header, and what separates its cells."""
        told = DELIMITERS.get(self.told.delimiter or "")
        with _as_text(self.file, self._codec) as text:
            for number, line in enumerate(text, start=1):
                separator = SEPARATOR.match(line)
                if separator is not None and separator[1] in DELIMITERS.values():
                    told = told or separator[1]
                elif line.strip(" \t\r\n\ufeff,;|"):
                    return number, told or delimiter_of(line)
        raise UnreadableFile("The file is empty: its first line must name the columns.")

    def _read_columns(self) -> Columns:
        with closing(self._records(None)) as records:
            header = next(record for record in records if record.line >= self._header_line)
        if header.problem:
            raise UnreadableFile(f"Line {header.line} names the columns, and {header.problem}.")
        try:
            return product_columns(header.cells, delimiter=self.delimiter)
        except InvalidHeaderError as error:
            raise UnreadableFile(
                f"The first line names no column “sku” (it starts with: {', '.join(error.begins)}). "
                f"It was read as columns separated by {error.delimiter}."
            ) from error

    def _records(self, width: int | None) -> Generator[CsvRecord]:
        with _as_text(self.file, self._codec) as text:
            yield from csv_records(text, delimiter=self._delimiter, width=width)


_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16", "windows-1252": "cp1252"}


def _codec_of(file: BinaryIO, told: str | None) -> str:
    """Return the codec that `told` names, else the one that fits: UTF-8, unless no character of it is."""
    file.seek(0)
    marked = encoding_by_mark(file.read(SAMPLE))
    if told is not None:
        codec = _CODECS[told]
        return marked if marked is not None and marked.startswith(codec) else codec
    file.seek(0)
    return marked or codec_by_content(iter(lambda: file.read(CHUNK), b""))


@contextmanager
def _as_text(file: BinaryIO, codec: str) -> Iterator[io.TextIOWrapper]:
    file.seek(0)
    # UTF-16 knows no bytes that could be kept aside.
    text = io.TextIOWrapper(
        file, encoding=codec, errors="replace" if codec.startswith("utf-16") else "surrogateescape", newline=""
    )
    try:
        yield text
    finally:
        # Else the file would be closed with its reader; a reader that was given up half-way may outlive its file.
        if not file.closed:
            text.detach()


@dataclass(frozen=True, order=True)
class RefusedRow:
    """A row that was not imported: the line of the file where it starts, its SKU as read, and why, naming the column."""

    line: int
    sku: str
    reason: str


@dataclass(frozen=True, order=True)
class OwingRow:
    """A row that was imported and leaves orders short: its line, its SKU, and what is promised and owed now, in words."""

    line: int
    sku: str
    words: str


@dataclass(frozen=True, order=True)
class RemarkedRow:
    """A row that was read, but not as it stands: its line and SKU, and what was made of which column."""

    line: int
    sku: str
    remark: str


@dataclass(frozen=True)
class ImportReport:
    """What `import_products` did, in rows. `skipped` rows hold values of single store views, which are not kept here.

    `columns_not_imported` are the file's columns that nothing reads: a misspelt name shows here. `owing` are rows whose new
    quantity is below what is promised: imported, because a count is a count. `remarked` rows are counted too. `read_as` says
    what the file's cells are separated by, and its encoding.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: tuple[RefusedRow, ...] = ()
    owing: tuple[OwingRow, ...] = ()
    remarked: tuple[RemarkedRow, ...] = ()
    columns_not_imported: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def rows(self) -> int:
        """All rows of the file, each counted once."""
        return self.created + self.updated + self.unchanged + self.skipped + len(self.refused)

    def plus(self, *others: Self) -> Self:
        """Return all taken together, refused rows in the order of their lines."""
        every = (self, *others)
        return type(self)(
            created=sum(report.created for report in every),
            updated=sum(report.updated for report in every),
            unchanged=sum(report.unchanged for report in every),
            skipped=sum(report.skipped for report in every),
            refused=tuple(sorted(row for report in every for row in report.refused)),
            owing=tuple(sorted(row for report in every for row in report.owing)),
            remarked=tuple(sorted(row for report in every for row in report.remarked)),
            columns_not_imported=tuple(column for report in every for column in report.columns_not_imported),
            read_as=next((report.read_as for report in every if report.read_as), ""),
        )
