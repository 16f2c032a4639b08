"""A lock is taken in one room of each app, so that everybody takes them in one order (docs/decisions/0004)."""

import re

from tests.architecture.written_files import name_of, written_files

LOCK = re.compile(
    r"select_for_update|pg_(try_)?advisory|\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b|\bLOCK TABLE\b|\bSKIP LOCKED\b"
)
ROOMS = re.compile(
    r"(catalog|backorders)/queries/locks(/\w+)?\.py|inventory_site/locks\.py|\w+/sql/\w+/\w+\.sql|tests/.*"
)
# Each with the reason why its locks cannot stand in a room of locks.
ELSEWHERE = {
    "backorders/models/payment.py": "django-payments saves a payment and changes its status itself, and models know no queries",
    "catalog/queries/prepared.py": "it asks whether a question locks, and locks nothing",
}


def _locking() -> set[str]:
    return {name_of(path) for path in written_files(".py", ".sql") if LOCK.search(path.read_text())}


def test_locks_are_taken_in_the_rooms_of_locks() -> None:
    assert {name for name in _locking() if not ROOMS.fullmatch(name)} == set(ELSEWHERE)


def test_the_rooms_of_locks_are_found() -> None:
    assert {
        "catalog/queries/locks/product.py",
        "catalog/sql/functions/lock_stock_levels.sql",
        "backorders/queries/locks.py",
        "inventory_site/locks.py",
    } <= _locking()
