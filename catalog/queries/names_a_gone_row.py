"""Whether the database refused a row because another that it names is gone."""

from django.db import IntegrityError

FOREIGN_KEY_VIOLATION = "23503"


def names_a_gone_row(error: IntegrityError) -> bool:
    """Return whether a row names one that was deleted in the same moment. Most foreign keys are looked at by the commit."""
    return getattr(error.__cause__, "sqlstate", None) == FOREIGN_KEY_VIOLATION
