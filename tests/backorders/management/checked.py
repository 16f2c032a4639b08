"""`manage.py check_inventory` as it is run, and what it is there to find."""

from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection

HEALTHY = "All numbers agree: shelves, promises, orders and payments."


def check(*options: str) -> tuple[int, list[str]]:
    """Return the exit code and what was said."""
    said = StringIO()
    try:
        call_command("check_inventory", *options, stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue().splitlines()
    return 0, said.getvalue().splitlines()


def spoil(sql: str, *values: int) -> None:
    """Write what no trigger sees."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
