"""A test database is a copy of one that was migrated before: 126 migrations take each process fifteen seconds, a copy half of one.

It is kept until a migration or a package changes; `migrate` runs on the copy all the same, and finds nothing to do.
"""

import hashlib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "migrated_"
# Any number, the same for all who migrate.
GATE = 720_061


def migrated_template() -> str:
    """Return the name of the database to copy, migrated where it was not. Of several processes one does it, and the others wait."""
    name = f"{PREFIX}{digest([*ROOT.glob('*/migrations/*.py'), ROOT / 'requirements-dev.lock'])}"
    with beside() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        kept = {row[0] for row in cursor.fetchall()}
        # One that is no template was left half migrated.
        cursor.execute("SELECT datname FROM pg_database WHERE datistemplate")
        if name not in {row[0] for row in cursor.fetchall()}:
            for old in kept:
                cursor.execute(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
                cursor.execute(f'DROP DATABASE "{old}"')
            _migrate(name)
            cursor.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
    return name


def beside() -> AbstractContextManager[CursorWrapper]:
    """Return a cursor that is in no database of ours."""
    return connection.creation._nodb_cursor()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001  no public way


def digest(files: Iterable[Path]) -> str:
    """Return what differs when one of the files, or its name, does."""
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _migrate(name: str) -> None:
    """Make the database as Django makes a test database, and leave the connection as it was."""
    wanted, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    of_tests, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        test["NAME"] = of_tests
        connection.settings_dict["NAME"] = wanted
