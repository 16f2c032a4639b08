"""What a test that commits leaves behind is thrown away: quicker than Django's flush, which makes everything anew."""

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
