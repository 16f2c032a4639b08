"""Statements that the database prepares: planned once for each connection, however often they are asked.

For the few texts that are asked all day long. Django writes the values into the text of a statement, so that PostgreSQL plans
each anew; of an order that was more than half of its work.
"""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model
from psycopg import Cursor
from psycopg.rows import TupleRow


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
    with connection.cursor() as cursor:
        # Django's own wrapper around psycopg's own cursor: counted, logged, its errors those of Django.
        cursor.cursor = _Prepared(connection.connection)
        cursor.execute(text, values)
        row: TupleRow | None = cursor.fetchone()
        return row


def note_stored(row: Model) -> None:
    """Let `row` know that it is in the database: a statement here wrote it, and its number is known."""
    row._state.adding, row._state.db = False, "default"  # noqa: SLF001  Django's API of what is stored
