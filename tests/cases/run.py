"""`python -m tests.cases.run DIR`: run every case of a folder in a database of its own.

Prints what fails and, last, "N passed, N failed"; the exit code is 1 when something failed, 2 when there was nothing to run.
"""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402  models can be imported after the settings only
from django.test.utils import setup_test_environment  # noqa: E402

from tests.cases.case import Case, cases_in  # noqa: E402


def failure(case: Case) -> str:
    """Return why the case failed, or "" when it holds. A case that cannot be run has failed."""
    try:
        return "; ".join(case.run())
    except Exception as error:  # noqa: BLE001  one broken case must not hide the others
        return f"{type(error).__name__}: {error}"


def main(folder: Path) -> int:
    """Run the cases of all JSON files in `folder` and return the exit code."""
    found = [case for path in sorted(folder.glob("*.json")) for case in cases_in(path)]
    if not found:
        sys.stderr.write(f"There are no cases in {folder}.\n")
        return 2
    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = f"cases_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        failures = {case.id: why for case in found if (why := failure(case))}
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    for name, why in failures.items():
        sys.stdout.write(f"{name}: {why}\n")
    sys.stdout.write(f"{len(found) - len(failures)} passed, {len(failures)} failed\n")
    return 1 if failures else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("Say which folder: python -m tests.cases.run DIR")
    sys.exit(main(Path(arguments[0])))
