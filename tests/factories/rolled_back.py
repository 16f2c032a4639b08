"""A transaction whose writes are thrown away: many examples share one test's database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Run the block in a transaction (or savepoint) and roll it back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
