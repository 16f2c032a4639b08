"""How the functions and views of the database differ from their files, and the migration that makes them alike."""

from dataclasses import dataclass

from django.db import ProgrammingError, connection, transaction

from catalog.sql import made_by_text

# Whole definitions as the database writes them. A function's text is kept to the letter, a view's in PostgreSQL's own words.
_DEFINITION = """
    SELECT pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname = %(name)s
    UNION ALL
    SELECT 'CREATE OR REPLACE VIEW ' || relname || ' AS' || chr(10) || pg_get_viewdef(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND relname = %(name)s
"""


@dataclass(frozen=True, slots=True)
class SqlChange:
    """A function or view of which the database has another text than its file. `before` is "" when it has none."""

    name: str
    before: str
    after: str
    is_function: bool
    needs_drop: bool

    @property
    def forwards(self) -> str:
        """The SQL that makes it what its file says."""
        return f"{self._drop if self.needs_drop else ''}{self.after}"

    @property
    def backwards(self) -> str:
        """The SQL that makes it what it was."""
        return f"{self._drop if self.needs_drop or not self.before else ''}{self.before}"

    @property
    def _drop(self) -> str:
        return f"DROP {'FUNCTION' if self.is_function else 'VIEW'} {self.name};\n"


def sql_changes(app: str) -> list[SqlChange]:
    """Return the functions and views of `app` that the database does not have as their files say.

    Each is made from its file, looked at, and taken back: the database writes down what it understood, and two texts that mean
    the same are the same.
    """
    return [change for name, text in made_by_text(app).items() if (change := _change(name, text)) is not None]


def _change(name: str, text: str) -> SqlChange | None:
    needs_drop, made = False, ""
    before = _definition(name)
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(text)
        except ProgrammingError:  # other columns, or another type: it cannot be put in place of what is there
            if not before:
                raise
            needs_drop = True
        made = _definition(name)
        transaction.set_rollback(True)
    if made == before and not needs_drop:
        return None
    return SqlChange(name, before, text, is_function="FUNCTION" in text, needs_drop=needs_drop)


def _definition(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_DEFINITION, {"name": name})
        return ";\n".join(definition for (definition,) in cursor.fetchall())
