"""Statements that the database prepares: planned once for each connection, however often they are asked.

For the few texts that are asked all day long. Django writes the values into the text of a statement, so that PostgreSQL plans
each anew; of an order that was more than half of its work. And it puts the text of a queryset together anew each time, which takes
longer than to answer it: of a page of the shop that was half of its work. What is kept is the text; every answer is of its moment.
What the planner has to know the values for, a search, has its text kept and is planned each time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg import Cursor
from psycopg.rows import TupleRow
from psycopg.types.numeric import Int8


class _Prepared(Cursor[TupleRow]):
    """A cursor with a name: pghistory puts a statement of its own before those of nameless ones, and two cannot be prepared.

    Who works in the admin is not told to the history by it: no table is written here that keeps one.
    """

    name = "prepared"


def prepared_row(text: str, values: Mapping[str, str | None]) -> TupleRow | None:
    """Run the statement `text` and return its first row, if it has one.

    `values` are texts, which the statement casts: numbers would make a plan of their own for each of their sizes. Prepared is
    nothing where the shop says that its pooler cannot keep statements (PREPARE_STATEMENTS).
    """
    with prepared_cursor() as cursor:
        cursor.execute(text, values)
        row: TupleRow | None = cursor.fetchone()
        return row


def prepared_cursor() -> CursorWrapper:
    """Return a cursor whose statements are prepared. It is Django's: they are counted and logged, and raise its errors."""
    cursor = connection.cursor()
    cursor.cursor = _Prepared(connection.connection)
    return cursor


def written_columns(model: type[Model], *but: str) -> tuple[str, ...]:
    """Return the columns of `model` that a program writes, but those and the key: what the models would write."""
    written = (field.attname for field in model._meta.concrete_fields if not field.generated)  # noqa: SLF001  Django's API
    return tuple(name for name in written if name not in {"id", *but})


def listed(names: Sequence[str], of: str = "") -> str:
    """Return the names of columns as a statement lists them, each of the table `of`."""
    return ", ".join(f"{of}{name}" for name in names)


def values_of(row: Model, columns: Sequence[str]) -> dict[str, Any]:
    """Return what `row` has in the columns; a statement reads it as JSON."""
    return {name: getattr(row, name) for name in columns}


def note_stored(row: Model) -> None:
    """Let `row` know that it is in the database: a statement here wrote it, and its number is known."""
    row._state.adding, row._state.db = False, "default"  # noqa: SLF001  Django's API of what is stored


type Single = int | str | UUID
type Value = Single | Sequence[int]
# Marks that stand in a statement for the values that will be asked for: no row has such a number.
_FIRST_MARK = -2_000_000_000


@dataclass(frozen=True)
class _Text:
    """A queryset with its compiler and SQL. `places`: where each parameter is among the values, None for a fixed one."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]


class Compiled[Row]:
    """Asks what `make` says: a queryset made of what is asked for, each of which stands in it as a value to compare with.

    It must make the same queryset whatever the values are. A list of numbers is asked for with `__in`; it must not be empty,
    and has 32,768 at most: the database takes no more of a prepared statement.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], *, prepares: bool = True) -> None:
        """Take note of how it is made. What needs another plan for other values is planned each time: not `prepares`."""
        self._make, self._prepares = make, prepares
        self._texts: dict[tuple[object, ...], _Text] = {}

    def _filled(self, asked: Sequence[Value]) -> tuple[_Text, tuple[Any, ...]]:
        """Return the text and its parameters."""
        padded = tuple(value if isinstance(value, int | str | UUID) else _padded(value) for value in asked)
        shape = tuple(len(value) if isinstance(value, tuple) else type(value) for value in padded)
        if shape not in self._texts:
            self._texts[shape] = _text(self._make, padded)
        text, values = self._texts[shape], tuple(_flat(padded))
        return text, tuple(
            kept if place is None else self._given(values[place])
            for kept, place in zip(text.parameters, text.places, strict=True)
        )

    def _given(self, value: Single) -> Single:
        """Return the value; numbers of one size for a statement that is prepared, which would be planned anew for a larger one."""
        return Int8(value) if self._prepares and isinstance(value, int) else value

    def __call__(self, *asked: Value) -> list[Row]:
        """Return its rows now. One query."""
        text, parameters = self._filled(asked)
        queryset: Any = text.queryset.all()
        if queryset.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("Nothing is locked outside of a transaction.")
        compiler: Any = copy(text.compiler)
        compiler.connection = _Preparing() if self._prepares else connection
        compiler.as_sql = lambda *_, **__: (text.sql, parameters)
        queryset.query.get_compiler = lambda *_, **__: compiler
        return list(queryset)

    def text(self, *asked: Value) -> tuple[str, tuple[Any, ...]]:
        """Return its SQL with the parameters, to be a part of another statement."""
        text, parameters = self._filled(asked)
        return text.sql, parameters

    def first(self, *asked: Value) -> Row | None:
        """Return the first of its rows now, None when there is none; the queryset says how many are read."""
        return next(iter(self(*asked)), None)


class _Preparing:
    """The connection of this thread, whose cursors prepare."""

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)

    def cursor(self) -> Any:
        return prepared_cursor()


type _Padded = tuple[Single | tuple[int, ...], ...]


def _text(make: Callable[..., QuerySet[Any, Any]], asked: _Padded) -> _Text:
    """Put it together once, with a mark in the place of each value."""
    marks: list[Single] = []

    def mark(value: Single) -> Single:
        number = _FIRST_MARK - len(marks)
        texts = {str: f"mark {number}", UUID: UUID(int=-number)}
        marks.append(number if isinstance(value, int) else texts[type(value)])  # type: ignore[arg-type]
        return marks[-1]

    marked = [[mark(each) for each in value] if isinstance(value, tuple) else mark(value) for value in asked]
    queryset = make(*marked)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    places = tuple(next((at for at, each in enumerate(marks) if each == kept), None) for kept in parameters)
    if not set(range(len(marks))) <= set(places):
        raise ValueError("What is asked for is not compared with as it is: another value would need another text.")
    return _Text(queryset, compiler, sql, tuple(parameters), places)


def _padded(numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers, the last of them repeated: of lists of nearly the same length there is one text."""
    missing = (1 << (len(numbers) - 1).bit_length()) - len(numbers)
    return (*numbers, *[numbers[-1]] * missing)


def _flat(values: _Padded) -> Iterator[Single]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value
