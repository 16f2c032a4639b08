"""Which rows a call locks, in which order and how strongly: two that lock the same rows in another order wait for each other."""

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLE = re.compile(r'(?:FROM|LOCK TABLE) "?(?:catalog|backorders)_(\w+)"?')
ORDER = re.compile(r"ORDER BY (.*?)(?: LIMIT \d+)? FOR ")
STRENGTH = re.compile(r"FOR (UPDATE|NO KEY UPDATE|SHARE)(?: OF (.*?))?( SKIP LOCKED)?$")


def locks_taken(call: Callable[[], object]) -> list[str]:
    """Return one line for each statement of `call` that locks: "order by id: update"; "every order" where it says not which."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return [told for query in captured if (told := _told(query["sql"]))]


def _told(asked: str) -> str:
    sql = asked
    while (outer := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = outer  # what is asked beside it locks nothing
    table, strength = TABLE.search(sql), STRENGTH.search(sql)
    if table is None:
        return ""
    if strength is None:
        mode = re.search(r"^LOCK TABLE \S+ IN (.*) MODE", sql)
        return f"all of {table[1]}: {mode[1].lower()}" if mode else ""
    order, first = ORDER.search(sql), re.match(r'SELECT "\w+"\."(\w+)"', sql)
    columns = re.sub(r'"\w+"\."(\w+)"( ASC)?', r"\1", order[1]) if order else ""
    # Django orders by the place of a column that is the only one read.
    columns = re.sub(r"^1 ASC", first[1] if first else "", columns)
    # Rows of other tables that are read along stay free.
    joined = "" if " JOIN " not in sql or strength[2] else ", and what is joined"
    waits = ", or passes over" if strength[3] else ""
    every = "" if " WHERE " in sql or " LIMIT " in sql else "every "
    return f"{every}{table[1]}{f' by {columns}' if columns else ''}: {strength[1].lower()}{joined}{waits}"
