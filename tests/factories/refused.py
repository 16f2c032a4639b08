"""What the database says no to."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction


def refused_by(write: Callable[[], object]) -> str:
    """Return the name of the constraint that refuses `write`; fail when nothing does."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]  # psycopg's error
