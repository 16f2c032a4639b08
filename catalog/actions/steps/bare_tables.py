"""Tables without indexes and keys while they are filled: what is made once for all rows costs a fraction of what each row pays."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

ALONE = "Tables are made bare in a transaction only: without one an error would leave them without indexes and keys."

# How each is taken away and made again: foreign keys first, then unique ones, then what is an index alone. Primary keys stay.
_PARTS = """
    WITH asked AS (SELECT name::regclass AS id FROM unnest(%s::text[]) AS name)
    SELECT
        format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
        CASE contype WHEN 'f' THEN 1 ELSE 2 END AS turn
    FROM pg_constraint
    WHERE conrelid IN (SELECT id FROM asked) AND contype IN ('f', 'u')
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
    FROM pg_index
    WHERE indrelid IN (SELECT id FROM asked) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')
    )
    ORDER BY turn
"""


@contextmanager
def bare(*models: type[Model]) -> Iterator[None]:
    """Take indexes, unique and foreign keys of the tables away, and make them again at the end, in the caller's transaction.

    The tables are locked for everybody until it ends. Raises `IntegrityError` at the end where what was written breaks a key, and
    `TransactionManagementError` outside of a transaction, where nothing would bring back what was taken away.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(ALONE)
    with connection.cursor() as cursor:
        # What waits for the COMMIT would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_PARTS, [[model._meta.db_table for model in models]])  # noqa: SLF001  Django's API
        parts = cursor.fetchall()
        for taken_away, _made, _turn in parts:
            cursor.execute(taken_away)
    yield
    with connection.cursor() as cursor:
        for _taken_away, made, _turn in reversed(parts):
            cursor.execute(made)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
