"""The records of a CSV file. A broken one stops no other: what it swallowed is read again from the next line."""

import csv
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

# What an open quote may swallow before it is taken for a mistake, in characters.
LONGEST_RECORD = 2_000_000
NOT_CLOSED = "a quoted cell is not closed, or holds a quote that is not doubled"


@dataclass(frozen=True)
class CsvRecord:
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
