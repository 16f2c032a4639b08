"""Write the migration that brings functions and views to what their files say."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from catalog.management.sql_changes import SqlChange, sql_changes

_MIGRATION = """from django.db import migrations
{texts}

class Migration(migrations.Migration):
    dependencies = [
        ("{app}", "{last}"),
    ]

    operations = [
{operations}
    ]
"""
_TEXTS = '''
{constant} = r"""
{after}
"""
{constant}_BEFORE = r"""
{before}
"""
'''


class Command(BaseCommand):
    """Writes a migration with the text of each function and view of which the file has changed, and with the text before."""

    help = "Writes the migration for the functions and views whose files in <app>/sql/ the database does not have yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the app and the name of the migration."""
        parser.add_argument("app", choices=("catalog", "backorders"))
        parser.add_argument("name", help="what the migration does, without number: quick_queue")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the migration; the database has all earlier ones."""
        del args
        app, loader = options["app"], MigrationLoader(connection)
        ((_, last),) = loader.graph.leaf_nodes(app)
        if (app, last) not in loader.applied_migrations:
            raise CommandError(f"The database has not {app}.{last} yet: run migrate first.")
        changes = sql_changes(app)
        if not changes:
            raise CommandError("The database has every function and view as its file says.")
        path = Path(settings.BASE_DIR) / app / "migrations" / f"{int(last[:4]) + 1:04}_{options['name']}.py"
        path.write_text(migration_text(app, last, changes), encoding="utf-8")
        self.stdout.write(f"Wrote {path}: {', '.join(change.name for change in changes)}.")


def migration_text(app: str, last: str, changes: list[SqlChange]) -> str:
    """Return the migration of `app` after `last` that makes these changes; it holds their texts, and reads no file."""
    constants = [change.name.removeprefix(f"{app}_").upper() for change in changes]
    return _MIGRATION.format(
        app=app,
        last=last,
        texts="".join(
            _TEXTS.format(constant=constant, after=change.forwards.strip(), before=change.backwards.strip())
            for constant, change in zip(constants, changes, strict=True)
        ),
        operations="\n".join(f"        migrations.RunSQL({constant}, {constant}_BEFORE)," for constant in constants),
    )
