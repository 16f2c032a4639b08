"""The lock that a save of the configuration takes."""

from django.db import connection


def lock_configuration() -> None:
    """Let one transaction at a time change the configuration, until it commits; readers do not wait.

    The rows to lock may not exist yet (a first own value), so that row locks would leave two saves to race for an
    insert, or to wait for each other when they insert and delete in a different order. Saves are rare: lock the table.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_configurationvalue IN SHARE ROW EXCLUSIVE MODE")
