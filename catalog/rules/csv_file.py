"""CSV files, read: the dialect, the records."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

# What an open quote may swallow before it is taken for a mistake, in characters.
LONGEST_RECORD = 2_000_000
NOT_CLOSED = "a quoted cell is not closed, or holds a quote that is not doubled"


class CsvRecord(NamedTuple):
    """The cells of one record and the line where it starts. `problem` says why it cannot be read; `column` is where, from 0."""

    line: int
    cells: list[str]
    problem: str = ""
    column: int | None = None


def csv_records(lines: Iterable[str], *, delimiter: str, width: int | None = None) -> Generator[CsvRecord]:
    """Yield the records of `lines`, which keep their line ends; a quoted cell may hold some.

    `width` is the number of columns, once it is known: a record of another width that swallowed whole lines of that width was
    left open by a quote in its first line, and is given up for the lines it swallowed.
    """
    source = _Lines(lines)
    csv.field_size_limit(LONGEST_RECORD)
    while (first := source.peek()) is not None:
        start = source.number
        if (whole := _whole_record(first, delimiter)) is not None:
            source.skip()
            yield CsvRecord(start, whole)
            continue
        source.begin()
        try:
            cells = next(csv.reader(source, delimiter=delimiter, strict=True), [])
            broken = source.taken > 1 and width not in {None, len(cells)} and source.swallowed(delimiter, width)
        except csv.Error:
            cells, broken = [], True
        if not broken:
            yield CsvRecord(start, cells)
            continue
        source.back_to_second()
        cells = next(csv.reader([first], delimiter=delimiter), [])
        yield CsvRecord(start, cells, NOT_CLOSED, broken_column(first, delimiter))


def _whole_record(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of a line that is a record by itself, as nearly all are; None when more has to be looked at."""
    if len(line) > LONGEST_RECORD:
        return None
    if '"' not in line:
        return text.split(delimiter) if (text := line.rstrip("\r\n")) else []
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def broken_column(line: str, delimiter: str) -> int | None:
    """Return the column (from 0) whose quotes are wrong in the first line of a record; None when they are right."""
    quoted = re.compile(rf'"(?:[^"]|"")*"(?=[{re.escape(delimiter)}\r\n]|$)')
    at = column = 0
    while at < len(line):
        if line[at] == '"':
            found = quoted.match(line, at)
            if found is None:
                return column
            at = found.end()
        following = line.find(delimiter, at)
        if following < 0:
            return None
        at, column = following + 1, column + 1
    return None


class _Lines(Iterator[str]):
    """Lines that can be given back: the reader takes them, and those of a broken record are read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._ready: deque[str] = deque()
        self._record: list[str] = []
        self._size = 0
        self.number = 1

    @property
    def taken(self) -> int:
        """How many lines the record took."""
        return len(self._record)

    def begin(self) -> None:
        """Begin a record."""
        self._record = []
        self._size = 0

    def peek(self) -> str | None:
        """Return the next line without taking it; None at the end."""
        if not self._ready:
            line = next(self._source, None)
            if line is None:
                return None
            self._ready.append(line)
        return self._ready[0]

    def skip(self) -> None:
        """Take the line that `peek` returned, as a record of its own."""
        self._ready.popleft()
        self.number += 1

    def __next__(self) -> str:
        if self.peek() is None:
            raise StopIteration
        line = self._ready.popleft()
        self._record.append(line)
        self.number += 1
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise csv.Error("the record is too long")
        return line

    def back_to_second(self) -> None:
        """Give back all lines of the record but its first."""
        rest = self._record[1:]
        self._ready.extendleft(reversed(rest))
        self.number -= len(rest)
        self._record = self._record[:1]

    def swallowed(self, delimiter: str, width: int | None) -> bool:
        """Whether one of the lines after the first is a whole row by itself."""
        return any(len(next(csv.reader([line], delimiter=delimiter), [])) == width for line in self._record[1:])


# By the names that people know them by, in the order in which they are tried.
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252"}
DECIMALS = {"point": ".", "comma": ","}
SAMPLE = 4096


@dataclass(frozen=True)
class CsvDialect:
    """What was told of a file; None is recognised (`decimal` None: only plain numbers are read). Names as in the tables above."""

    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        """Refuse unknown names."""
        for told, known in ((self.delimiter, DELIMITERS), (self.encoding, ENCODINGS), (self.decimal, DECIMALS)):
            if told is not None and told not in known:
                raise ValueError(f"“{told}” is none of {', '.join(known)}.")


def encoding_by_mark(beginning: bytes) -> str | None:
    """Return the codec that the first bytes of a file name, None when only the whole file can tell."""
    if beginning.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Every letter of a header is ASCII: in UTF-16 half of its bytes are zero.
    even, odd = beginning[0:SAMPLE:2], beginning[1:SAMPLE:2]
    if odd and odd.count(0) > len(odd) // 2:
        return "utf-16-le"
    if even and even.count(0) > len(even) // 2:
        return "utf-16-be"
    return None


# A byte that is none of a codec's characters, as Python keeps it ("surrogateescape").
UNREADABLE = re.compile("[\udc80-\udcff]")


def codec_by_content(parts: Iterable[bytes]) -> str:
    """Return the codec of a file without a mark, whose bytes come in `parts`: UTF-8, unless no character of it is."""
    utf_8, windows = codecs.getincrementaldecoder("utf-8")("surrogateescape"), codecs.getincrementaldecoder("cp1252")()
    wrong = False
    is_windows = True
    # Then the end: what a letter still lacks never comes.
    for part in chain(parts, (b"",)):
        text = utf_8.decode(part, final=not part)
        if part.isascii() and text.isascii():
            continue
        bad = len(UNREADABLE.findall(text))
        if len(text) - len(text.encode("ascii", "ignore")) > bad:
            return "utf-8"
        wrong = wrong or bad > 0
        try:
            windows.decode(part)
        except UnicodeDecodeError:
            is_windows = False
    return "cp1252" if wrong and is_windows else "utf-8"


def delimiter_of(header: str) -> str:
    """Return what separates the cells of the first line: what gives the most columns, a column `sku` among them."""

    def columns(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return "sku" in {name.strip(" \t\ufeff\xa0").casefold() for name in names}, len(names)

    return max(DELIMITERS.values(), key=columns)
