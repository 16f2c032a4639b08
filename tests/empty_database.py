"""What a test leaves behind is thrown away: rows, quicker than Django's flush, which makes everything anew, and sessions."""

from django.db import connection

from catalog.actions.website import install_defaults

# What `migrate` makes and no test changes for good; flush would look up every content type and permission again.
KEPT = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "inventory_site_defaultrole",
}


def end_other_sessions() -> None:
    """End every other session of this database, and wait for it up to five seconds: its locks are gone then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def empty_database() -> None:
    """Delete all rows but `KEPT`, past the triggers (the ledger refuses deletes), and make the default rows again."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quote = connection.ops.quote_name
    statements = [f"DELETE FROM {quote(table)}" for table in sorted({*tables} - KEPT)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("; ".join(statements))
        cursor.execute("SET session_replication_role = DEFAULT")
    install_defaults()
